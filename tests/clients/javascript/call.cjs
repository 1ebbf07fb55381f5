// Makes calls with AWS's SDK for JavaScript: reads [[operation, parameters], ...] and prints what each one gave, dates
// and all, as JSON.
"use strict";

const sdk = require("@aws-sdk/client-codeartifact");

async function main(calls) {
  const client = new sdk.CodeartifactClient({ maxAttempts: 1 });
  const results = [];
  for (const [operation, parameters] of calls) {
    try {
      const { $metadata, ...answer } = await client.send(new sdk[`${operation}Command`](parameters));
      results.push(answer);
    } catch (error) {
      results.push({ error: error.name, isModelled: error instanceof sdk.CodeartifactServiceException, ...error });
    }
  }
  process.stdout.write(JSON.stringify(results));
}

main(JSON.parse(require("node:fs").readFileSync(0, "utf8")));
