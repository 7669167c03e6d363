/** Searching cameras in the mirror beside asking the gateway for each page, as a console without a mirror has to. */
import { runClients } from "./clients";
import { ask, gather, type Answered, type Question } from "./crowd";
import { percentile, progress, spread, table } from "./figures";
import { watchProcessors } from "./processes";
import { withSite } from "./site";

const users = 20;
const runs = 5;
const secondsEach = 15;
const warmUpSeconds = 5;
const passThroughSeconds = 20;
const shownRows = 50;

interface Quantiles {
  p50: number;
  p95: number;
  perSecond: number;
  /** Of one: how much of the machine other programs had. */
  others: number;
}

async function measured(times: () => Promise<readonly number[]>): Promise<Quantiles> {
  const processors = watchProcessors();
  const began = performance.now();
  const found = await times();
  const seconds = (performance.now() - began) / 1_000;
  const others = processors().takenByOthers;
  return { p50: percentile(found, 0.5), p95: percentile(found, 0.95), perSecond: found.length / seconds, others };
}

function row(name: string, found: readonly Quantiles[], base?: readonly Quantiles[]): string[] {
  const of = (field: keyof Quantiles, from = found) => from.map((each) => each[field]);
  const cell = (field: keyof Quantiles, digits = 0) => spread(of(field), digits);
  const others = of("others").map((each) => each * 100);
  const ratio = (field: "p50" | "p95") =>
    base === undefined ? "" : `${(percentile(of(field), 0.5) / percentile(of(field, base), 0.5)).toFixed(0)}`;
  return [name, cell("p50"), cell("p95"), cell("perSecond", 1), ratio("p50"), ratio("p95"), spread(others, 0)];
}

function byQuestion(answers: readonly Answered[]): string[][] {
  const questions = [...new Set(answers.map(({ question }) => question))].sort();
  return questions.map((question: Question) => {
    const times = answers.filter((answer) => answer.question === question).map(({ ms }) => ms);
    return [question, String(times.length), percentile(times, 0.5).toFixed(0), percentile(times, 0.95).toFixed(0)];
  });
}

export async function benchSearch(): Promise<void> {
  await withSite(async (site) => {
    const crowd = await gather(site, users);
    const { areaIds } = crowd.vocabulary;
    // First, while nobody has looked at a camera: otherwise the pictures that lists ask for would share the budget.
    const through: Quantiles[] = [];
    for (let run = 1; run <= runs; run += 1) {
      progress(`Pass-through, run ${run} of ${runs}.`);
      const lanes = Array.from({ length: users }, () => "interactive" as const);
      const task = { seconds: passThroughSeconds, seed: run, lanes, pageSize: shownRows, areaIds };
      const times = async () => (await runClients(site, [task]))[0]?.interactive ?? [];
      through.push(await measured(times));
    }
    progress("Warming up.");
    await ask(site, crowd, { seconds: warmUpSeconds, pauseMs: 0, seed: 0 });
    const answers: Record<"busy" | "thinking", Answered[]> = { busy: [], thinking: [] };
    const search = (kind: "busy" | "thinking", pauseMs: number, seed: number) =>
      measured(async () => {
        const given = await ask(site, crowd, { seconds: secondsEach, pauseMs, seed });
        answers[kind].push(...given);
        return given.map(({ ms }) => ms);
      });
    const busy: Quantiles[] = [];
    const thinking: Quantiles[] = [];
    for (let run = 1; run <= runs; run += 1) {
      progress(`Search, run ${run} of ${runs}.`);
      busy.push(await search("busy", 0, run));
      thinking.push(await search("thinking", 1_000, 100 + run));
    }
    table(
      `Search, ${users} users, ${runs} runs: median (smallest–largest), milliseconds`,
      ["", "p50", "p95", "answers a second", "ratio of p50", "ratio of p95", "taken by others, %"],
      [
        row("mirror, users never pause", busy),
        row("mirror, users pause a second on average", thinking),
        row("pass-through, one page a question, users never pause", through, busy),
      ],
    );
    table("By question, users never pause", ["question", "answers", "p50 ms", "p95 ms"], byQuestion(answers.busy));
    table("By question, users pause", ["question", "answers", "p50 ms", "p95 ms"], byQuestion(answers.thinking));
  });
}
