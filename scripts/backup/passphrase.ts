/** The passphrase comes from the environment or is typed unseen; never from the command line, which others can see. */
import { Failure } from "./failure";

const variable = "GATEHOUSE_BACKUP_PASSPHRASE";
const shortest = 12;

function typed(question: string): Promise<string> {
  const { stdin, stdout } = process;
  stdout.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8").resume();
  return new Promise((done, failed) => {
    let text = "";
    const end = () => {
      stdin.setRawMode(false);
      stdin.pause().off("data", read);
      stdout.write("\n");
    };
    const read = (keys: string) => {
      for (const key of keys) {
        if (key === "\r" || key === "\n") {
          end();
          return done(text);
        }
        if (key === "\u0003" || key === "\u0004") {
          end();
          return failed(new Failure("usage", "No passphrase was given."));
        }
        text = key === "\u007F" || key === "\b" ? text.slice(0, -1) : text + key;
      }
    };
    stdin.on("data", read);
  });
}

/** `making`: a new one, asked for twice, of at least twelve characters. Throws Failure. */
export async function askPassphrase(making: boolean): Promise<string> {
  const given = process.env[variable];
  if (given === undefined || given === "") {
    if (!process.stdin.isTTY) {
      throw new Failure("usage", `Set ${variable}, or run this in a terminal, which asks for the passphrase.`);
    }
    const answer = await typed("Passphrase of the backup: ");
    if (making) {
      tooShort(answer);
      if ((await typed("The same again: ")) !== answer) throw new Failure("usage", "The two passphrases differ.");
    }
    return answer;
  }
  if (making) tooShort(given);
  return given;
}

function tooShort(text: string): void {
  if (text.length >= shortest) return;
  throw new Failure(
    "usage",
    `The passphrase must have at least ${shortest} characters: it guards every password and key.`,
  );
}
