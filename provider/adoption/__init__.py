"""From a live domain to manifests and a Pulumi import file, without a write to AWS.

`survey` reads what is there, `selection` says what of it is named, `inventory` what a manifest can express of that,
`manuscript` writes it as YAML, `merging` into the files that are there, `import_file` as Pulumi's state, and `saving`
puts all files in their places. `adoption` brings these together.
"""
