"use client";

import { type InfiniteData, type QueryClient, type UseMutationOptions, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useShell } from "@/components/shell/shell-context";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import {
  addAlarmNote,
  alarmQueries,
  changeAlarmOwner,
  changeAlarmPriority,
  changeAlarmState,
  flagAlarmHandover,
  tickAlarmStep,
} from "@/lib/domains/alarms/queries";
import type { AlarmDetail, AlarmItem, AlarmListing, AlarmResults, Person } from "@/lib/domains/alarms/schema";
import type { AlarmPriority, AlarmState, Disposition } from "@/lib/domains/alarms/terms";
import { ApiProblem } from "@/lib/http/fetcher";

/** What a verb acts on. A row of the queue stands for its run, so the open members of the run go along. */
export type Target = Pick<AlarmItem, "id" | "version" | "typeName" | "state">;

/** Resolved, closed or given away in this window: their rows leave at once, for their own person sent them away. */
const sent = new Set<string>();
export const sentAway: ReadonlySet<string> = sent;

/** One after the other: the second verb on an alarm names the version that the first one made. */
let last: Promise<unknown> = Promise.resolve();
const versions = new Map<string, number>();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next.catch(() => undefined);
  return next;
}

function run<Answer, Body>(queries: QueryClient, verb: UseMutationOptions<Answer, Error, Body>, body: Body) {
  return queries.getMutationCache().build(queries, verb).execute(body);
}

const versionOf = ({ id, version }: Target) => Math.max(version, versions.get(id) ?? 0);

export interface Resolving {
  disposition: Disposition;
  dispositionNote?: string | undefined;
  /** Of a duplicate: the other alarm's id. */
  duplicateOf?: string | undefined;
  note?: string | undefined;
}

export interface Triage {
  acknowledge: (targets: readonly Target[], note?: string) => Promise<boolean>;
  resolve: (targets: readonly Target[], how: Resolving) => Promise<boolean>;
  to: (targets: readonly Target[], state: "inProgress" | "onHold" | "closed" | "reopened") => Promise<boolean>;
  assign: (targets: readonly Target[], owner: Person | null, note?: string) => Promise<boolean>;
  prioritise: (targets: readonly Target[], priority: AlarmPriority | null) => Promise<boolean>;
  note: (targets: readonly Target[], text: string) => Promise<boolean>;
  handOver: (targets: readonly Target[], handover: boolean) => Promise<boolean>;
  tick: (id: string, step: number, done: boolean) => Promise<boolean>;
}

type Patch = (alarm: AlarmItem) => Partial<AlarmDetail>;

const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")) as T;

const past: Record<string, string> = {
  acknowledged: "acknowledged",
  resolved: "resolved",
  closed: "closed",
  reopened: "reopened",
  inProgress: "taken up",
  onHold: "put on hold",
};

const count = (targets: readonly Target[]) => (targets.length === 1 ? "Alarm" : `${targets.length} alarms`);

/** Everything a person does to alarms: painted at once, and taken back with the reason where the server says no. */
export function useTriage(): Triage {
  const queries = useQueryClient();
  const { person } = useShell();

  const paint = useCallback(
    (ids: ReadonlySet<string>, patch: Patch) => {
      const touched = (alarm: AlarmItem) => ids.has(alarm.id);
      queries.setQueriesData<InfiniteData<AlarmListing> | AlarmDetail>({ queryKey: alarmQueries.all }, (data) => {
        if (typeof data !== "object") return data;
        if ("pages" in data) {
          if (!data.pages.some((page) => page.items.some(touched))) return data;
          const pages = data.pages.map((page) => ({
            ...page,
            items: page.items.map((alarm) => (touched(alarm) ? { ...alarm, ...patch(alarm) } : alarm)),
          }));
          return { ...data, pages };
        }
        return "trail" in data && touched(data) ? { ...data, ...patch(data) } : data;
      });
    },
    [queries],
  );

  const act = useCallback(
    async (
      targets: readonly Target[],
      patch: Patch,
      send: (which: { ids: string[]; version?: number }) => Promise<unknown>,
      words: { failed: string; leaves?: boolean },
    ): Promise<boolean> => {
      const ids = targets.map(({ id }) => id);
      const [only, ...others] = targets;
      if (only === undefined) return false;
      // A reading that is under way knows nothing of this yet.
      const quiet = queries.cancelQueries({ queryKey: alarmQueries.all });
      const before = queries.getQueriesData({ queryKey: alarmQueries.all });
      paint(new Set(ids), patch);
      if (words.leaves === true) for (const id of ids) sent.add(id);
      await quiet;
      try {
        const answer = await inTurn(async () => {
          const got = await send({ ids, ...(others.length === 0 ? { version: versionOf(only) } : {}) });
          for (const { id, version } of itemsOf(got)) versions.set(id, version);
          return got;
        });
        const refused = itemsOf(answer).filter(({ result }) => result === "refused");
        if (refused.length === 0) return true;
        for (const { id } of refused) sent.delete(id);
        toast.failed({
          title:
            refused.length === ids.length ? words.failed : `${words.failed} for ${refused.length} of ${ids.length}`,
          detail: [...new Set(refused.map(({ reason }) => reason ?? ""))].filter(Boolean).join(" "),
        });
        return refused.length < ids.length;
      } catch (error) {
        for (const id of ids) sent.delete(id);
        for (const [key, data] of before) queries.setQueryData(key, data);
        tell(error, words.failed);
        return false;
      } finally {
        void queries.invalidateQueries({ queryKey: alarmQueries.all });
      }
    },
    [paint, queries],
  );

  return useMemo((): Triage => {
    const me: Person = { id: person.id, name: person.name };
    const now = () => new Date().toISOString();
    const become = (state: AlarmState): Patch => {
      const acknowledged = state === "acknowledged" ? { acknowledged: { at: now(), by: me } } : {};
      return (alarm) => ({ state, stateAt: now(), owner: alarm.owner ?? me, snoozed: false, ...acknowledged });
    };
    return {
      acknowledge: (targets, note) =>
        act(
          targets,
          become("acknowledged"),
          (which) => run(queries, changeAlarmState, { ...which, to: "acknowledged", ...given({ note }) }),
          { failed: `${count(targets)} not acknowledged` },
        ),
      resolve: async (targets, how) => {
        const done = await act(
          targets,
          (alarm) => ({ ...become("resolved")(alarm), disposition: how.disposition }),
          (which) => run(queries, changeAlarmState, { ...which, to: "resolved", ...given(how) }),
          { failed: `${count(targets)} not resolved`, leaves: true },
        );
        if (done)
          toast.done({
            title: `${count(targets)} resolved`,
            ...(targets.length === 1 ? { detail: targets[0]?.typeName ?? "" } : {}),
          });
        return done;
      },
      to: (targets, state) =>
        act(
          targets,
          become(state === "reopened" ? "acknowledged" : state),
          (which) => run(queries, changeAlarmState, { ...which, to: state }),
          { failed: `${count(targets)} not ${past[state] ?? state}`, leaves: state === "closed" },
        ),
      assign: (targets, owner, note) =>
        act(
          targets,
          () => ({ owner }),
          (which) => run(queries, changeAlarmOwner, { ...which, ownerId: owner?.id ?? null, ...given({ note }) }),
          { failed: `${count(targets)} not assigned`, leaves: owner?.id !== person.id },
        ),
      prioritise: (targets, priority) =>
        act(
          targets,
          (alarm) => (priority === null ? {} : { priority, priorityOverride: priority, version: alarm.version }),
          (which) => run(queries, changeAlarmPriority, { ...which, priority }),
          { failed: "Priority not changed" },
        ),
      note: (targets, text) =>
        act(
          targets,
          (alarm) => {
            const trail = (alarm as Partial<AlarmDetail>).trail;
            const entry = { at: now(), kind: "note", by: me, from: null, to: null, note: text } as const;
            return trail === undefined ? {} : { trail: [...trail, entry] };
          },
          // A note is lost on nobody: it needs no look at what others did meanwhile.
          // It stands with the one alarm: the details of its repeats show it too.
          ({ ids }) => run(queries, addAlarmNote, { ids, note: text, repeats: false }),
          { failed: "Note not kept" },
        ),
      handOver: (targets, handover) =>
        act(
          targets,
          () => ({ handover }),
          ({ ids }) => run(queries, flagAlarmHandover, { ids, handover }),
          { failed: "Handover not changed" },
        ),
      tick: (id, step, done) =>
        act(
          [{ id, version: 0, typeName: "", state: "new" }],
          (alarm) => {
            const { instructions } = alarm as Partial<AlarmDetail>;
            if (instructions === undefined || instructions === null) return {};
            const steps = instructions.steps.map((each, at) =>
              at === step ? { ...each, done: done ? { at: now(), by: me } : null } : each,
            );
            return { instructions: { ...instructions, steps } };
          },
          () => run(queries, tickAlarmStep, { id, step, done }),
          { failed: "Step not ticked" },
        ),
    };
  }, [act, person, queries]);
}

function itemsOf(answer: unknown): AlarmResults["items"] {
  if (typeof answer !== "object" || answer === null || !("items" in answer)) return [];
  return (answer as AlarmResults).items;
}

/** Somebody was faster: the server says who and when. */
function tell(error: unknown, failed: string): void {
  const { title, advice, code } = trouble(error);
  const conflict = error instanceof ApiProblem && error.status === 409;
  toast.failed({
    title: conflict ? "Somebody was faster" : failed,
    detail: [title, advice].filter(Boolean).join(" "),
    ...(code === undefined ? {} : { code }),
  });
}
