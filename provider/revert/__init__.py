"""Back to before a plan: which of its versions can go back, and the manifests that say so.

`decision` holds the plan, what AWS has now and what the manifests say against each other, `restating` changes single
words of a manifest, `manifests` edits the folder, `reverting` brings these together, `rendering` says what came of it.
"""
