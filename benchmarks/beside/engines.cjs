// The romanizers of npm, asked and answering like engines.py; run from the folder they are installed in.
const fs = require("fs");
const { createRequire } = require("module");
const from = createRequire(process.cwd() + "/");

console.log = console.error; // sfs-4900 tells its language on standard output

const ENGINES = {
  translitbg: (_, text) => from("translitbg").go(text),
  "sfs-4900": (argument, text) => from("@natlibfi/sfs-4900").convertToLatin(text, argument).result,
};

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const answers = {};
for (const [call, texts] of Object.entries(asked)) {
  const [engine, ...argument] = call.split(" ");
  answers[call] = texts.map((text) => ENGINES[engine](argument.join(" "), text));
}
process.stdout.write(JSON.stringify(answers));
