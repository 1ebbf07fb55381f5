// Answers questions about versions with npm's own `semver`. The questions are described in ../judges.py.
"use strict";
const semver = require(require.resolve("semver", { paths: [process.cwd()] }));
const text = (hex) => Buffer.from(hex, "hex").toString("utf8");
const SIGNS = { "-1": "<", 0: "=", 1: ">" };

function answer(kind, first, others) {
  if (kind === "order") {
    const one = semver.parse(text(first));
    const two = semver.parse(text(others[0]));
    const sign = one && two ? SIGNS[semver.compare(one, two)] : "";
    return `${one ? 1 : 0}${two ? 1 : 0}${sign}`;
  }
  let range;
  try {
    range = new semver.Range(text(first));
  } catch {
    return "refused";
  }
  return others.map((each) => (semver.parse(text(each)) ? (range.test(text(each)) ? 1 : 0) : "x")).join("");
}

const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const answers = lines.map((line) => {
  const [kind, first, ...others] = line.split(" ");
  return answer(kind, first, others);
});
process.stdout.write(answers.join("\n") + "\n");
