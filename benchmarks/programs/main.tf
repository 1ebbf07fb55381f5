# What people use today: Terraform, which has no resource for a package version, with a local command for each package.
locals {
  chosen = jsondecode(file("chosen.json"))
}

resource "terraform_data" "package" {
  for_each = local.chosen

  provisioner "local-exec" {
    command = join(" ", concat([
      "aws codeartifact dispose-package-versions --domain acme --repository npm-store --format npm",
      "--package ${each.key} --versions",
    ], each.value))
  }
}
