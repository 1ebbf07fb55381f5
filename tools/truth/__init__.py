"""What AWS CodeArtifact really answers to what it does not document, found out in a domain of its own.

`questions` says what is asked, `probes` make the calls, `recording` writes down what came back without judging it,
`redaction` takes out what is secret, `ground` makes the place and leaves nothing behind, `document` is `truth.json`.
"""
