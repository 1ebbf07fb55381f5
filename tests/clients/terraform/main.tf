terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" {
  type = string
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  endpoints {
    codeartifact = var.endpoint
  }
}

resource "aws_codeartifact_domain" "made" {
  domain         = "made"
  encryption_key = "arn:aws:kms:us-east-1:123456789012:key/8b2bf1a0-7d8f-4b7c-9d0c-1f2e3d4c5b6a"
  tags           = { team = "platform" }
}

resource "aws_codeartifact_repository" "cache" {
  domain     = aws_codeartifact_domain.made.domain
  repository = "cache"
  external_connections {
    external_connection_name = "public:npmjs"
  }
}

resource "aws_codeartifact_repository" "store" {
  domain      = aws_codeartifact_domain.made.domain
  repository  = "store"
  description = "what builds use"
  tags        = { team = "platform" }
  upstream {
    repository_name = aws_codeartifact_repository.cache.repository
  }
}

resource "aws_codeartifact_repository_permissions_policy" "store" {
  domain     = aws_codeartifact_domain.made.domain
  repository = aws_codeartifact_repository.store.repository
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "codeartifact:ReadFromRepository"
      Resource  = "*"
    }]
  })
}
