/** A small real mail server, which can be as unkind as real ones. */
import { createServer, type AddressInfo, type Socket } from "node:net";

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Head and body, as they came. */
  text: string;
}

export interface TestMailServer {
  port: number;
  mails: ReceivedMail[];
  /** User and password of each sign-in. */
  signIns: string[];
  /** Answers of the next commands by their first word, such as `RCPT: "550 no"`; `hang up`: none, ever. DATA's is its end's. */
  answers: Record<string, string>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<TestMailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    let mail: ReceivedMail = { from: "", to: [], text: "" };
    let data: string[] | null = null;
    let rest = "";
    const answer = (command: string, usual: string) => {
      const wanted = made.answers[command] ?? usual;
      if (wanted === "hang up") socket.destroy();
      else say(wanted);
      return wanted.startsWith("2");
    };
    const take = (line: string) => {
      if (data !== null) {
        if (line !== ".") return void data.push(line.replace(/^\./, ""));
        mail.text = data.join("\n");
        data = null;
        // Taken although the answer may never be heard, as it is with real ones.
        if (["hang up", undefined].includes(made.answers["DATA"])) made.mails.push(mail);
        answer("DATA", "250 taken");
        return;
      }
      const word = line.split(" ")[0]?.toUpperCase() ?? "";
      const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
      if (word === "EHLO") say("250-test\r\n250 AUTH PLAIN");
      else if (word === "AUTH") {
        const [, user = "", password = ""] = Buffer.from(line.split(" ")[2] ?? "", "base64")
          .toString()
          .split("\0");
        made.signIns.push(`${user}:${password}`);
        answer("AUTH", "235 welcome");
      } else if (word === "MAIL") {
        mail = { from: address, to: [], text: "" };
        answer("MAIL", "250 go on");
      } else if (word === "RCPT") {
        if (answer("RCPT", "250 go on")) mail.to.push(address);
      } else if (word === "DATA") {
        data = [];
        say("354 go on");
      } else if (word === "QUIT") socket.end("221 bye\r\n");
      else say("502 what?");
    };
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(line);
    });
    say("220 test");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const made: TestMailServer = {
    port: (server.address() as AddressInfo).port,
    mails: [],
    signIns: [],
    answers: {},
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
  return made;
}
