"""Back to before a plan: which of its versions can go back, and the manifests that say so.

`decision` holds the plan, what AWS has now and what the manifests say against each other, `reverting` has the manifests
edited accordingly, `rendering` says what came of it.
"""
