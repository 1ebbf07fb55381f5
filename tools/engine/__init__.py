"""How this repository gets the Pulumi engine.

`choice` decides (pure), `survey` looks at the machine, `installer` and `build` fetch, `cache` keeps, and
`obtain` in `tools.engine.obtain` puts them together. The pins are in `cli/go.mod` and `language/go.mod`.
"""
