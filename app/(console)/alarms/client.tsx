"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, CircleCheck, UserCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Verb } from "@/components/alarms/alarm-actions";
import { alarmFilters, alarmParams, dayBegan, isNarrowed, type QueueTab } from "@/components/alarms/alarm-params";
import { KeyStrip } from "@/components/alarms/key-strip";
import { loadAhead } from "@/components/alarms/load-ahead";
import { QueueBar } from "@/components/alarms/queue-bar";
import { type QueueHandle, QueueList } from "@/components/alarms/queue-list";
import { QueueWatch } from "@/components/alarms/queue-watch";
import { SnoozeFoot } from "@/components/alarms/snooze-foot";
import { SoundButton } from "@/components/alarms/sound-button";
import { useOpenAlarm } from "@/components/alarms/use-open-alarm";
import { useQueue } from "@/components/alarms/use-queue";
import { useQueueFilters } from "@/components/alarms/use-queue-filters";
import { useQueueKeys } from "@/components/alarms/use-queue-keys";
import { useTriage } from "@/components/alarms/use-triage";
import { type Asked, VerbDialogs } from "@/components/alarms/verb-dialogs";
import { reportHref } from "@/components/alarms/words";
import { totalWords } from "@/components/data-table/pages";
import { useSelection } from "@/components/data-table/use-selection";
import { useExport } from "@/components/jobs/use-export";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { later, useAhead } from "@/components/ui/ahead";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { insist } from "@/components/ui/insist";
import { Empty } from "@/components/ui/states";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { useMedia } from "@/components/ui/use-length";
import { useNow, useViewer } from "@/components/ui/viewer";
import { type AlarmListFilters, alarmQueries } from "@/lib/domains/alarms/queries";
import type { AlarmItem } from "@/lib/domains/alarms/schema";

const SelectionBar = dynamic(
  () => insist(() => import("@/components/data-table/selection-bar")).then((module) => module.SelectionBar),
  {
    ssr: false,
  },
);

const [OpenAlarm, loadOpenAlarm] = later(() =>
  import("@/components/alarms/open-alarm").then((module) => module.OpenAlarm),
);
const load = () => {
  loadOpenAlarm();
  loadAhead();
};
const noun = { one: "alarm", many: "alarms" };

export function AlarmsPage() {
  const { may } = useShell();
  const { timeZone, locale } = useViewer();
  const now = useNow(60_000);
  useAhead(load);
  const mayHandle = may("alarms:handle");
  const { openId, open } = useOpenAlarm();
  const [address, setAddress] = useQueryStates(alarmParams, { history: "replace" });
  const since = dayBegan(now, timeZone);
  const filters = useMemo(() => alarmFilters(address, since), [address, since]);
  const { data: counts } = useQuery(alarmQueries.counts(since));

  const [looked, setLooked] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [searching, setSearching] = useState(false);
  const queueRef = useRef<QueueHandle>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const wide = useMedia("(width >= 56rem)");

  const [hasChosen, setHasChosen] = useState(false);
  const { query, shown, total, arrivals, isHeld, release } = useQueue(filters, looked || hasChosen || asked !== null);
  const items = useMemo(() => shown?.items ?? [], [shown]);
  const selection = useSelection(items);
  const chosen = selection.chosen.size > 0;
  if (chosen !== hasChosen) setHasChosen(chosen);
  const triage = useTriage();
  const exporting = useExport();

  const seed = items.find(({ id }) => id === openId);
  const { data: detail } = useQuery({ ...alarmQueries.detail(openId ?? ""), enabled: openId !== null });

  const openAlarm = useCallback(
    (alarm: Pick<AlarmItem, "id">, how: "pressed" | "moved") => {
      if (how === "pressed") open(alarm.id);
      // Beside the queue the open alarm follows the focus; Back then leads out of it, not through all of them.
      else if (wide) open(alarm.id, openId === null ? "push" : "replace");
    },
    [open, openId, wide],
  );
  // Where the queue is hidden behind the alarm, the focus goes along: once, as soon as there is a heading.
  const led = useRef<string | null>(null);
  useEffect(() => {
    if (openId !== null && !wide && led.current === openId) return;
    led.current = openId !== null && !wide && headingRef.current !== null ? openId : null;
    if (led.current !== null) headingRef.current?.focus();
  }, [openId, wide, detail]);

  const close = useCallback(() => {
    open(null);
    requestAnimationFrame(() => queueRef.current?.focus());
  }, [open]);

  /** What a key or a button acts on: what is chosen, else the open alarm, else the row with the focus. */
  function targets(): readonly AlarmItem[] {
    if (selection.chosen.size > 0) return selection.rows;
    const one = openId === null ? queueRef.current?.current() : detail?.id === openId ? detail : seed;
    return one === undefined ? [] : [one];
  }

  function carryOut(verb: Verb, alarms: readonly AlarmItem[]) {
    const [first] = alarms;
    if (first === undefined || !mayHandle) return;
    if (verb.do === "acknowledge") {
      if (alarms.length > 1) setAsked({ what: "acknowledge", alarms });
      else if (first.state === "new") void triage.acknowledge(alarms);
    } else if (verb.do === "resolve") {
      if (alarms.length > 1 || (first.state !== "resolved" && first.state !== "closed"))
        setAsked({ what: "resolve", alarms });
    } else if (verb.do === "assign" || verb.do === "snooze" || verb.do === "addCamera")
      setAsked({ what: verb.do, alarms });
    else if (verb.do === "move") void triage.to(alarms, verb.to);
    else if (verb.do === "handover") void triage.handOver(alarms, verb.flag);
    else if (verb.do === "priority") void triage.prioritise(alarms, verb.priority);
  }
  const ask = (what: "acknowledge" | "resolve" | "assign" | "snooze") => carryOut({ do: what }, targets());

  useEffect(() => {
    if (searching) searchRef.current?.focus();
  }, [searching]);
  const letIn = () => void release().then(() => queueRef.current?.top());
  useQueueKeys(
    {
      j: () => queueRef.current?.step(1),
      k: () => queueRef.current?.step(-1),
      a: () => ask("acknowledge"),
      r: () => ask("resolve"),
      o: () => ask("assign"),
      s: () => ask("snooze"),
      n: () => noteRef.current?.focus(),
      v: () => {
        const camera = detail?.cameras.find(({ why }) => why === "source") ?? detail?.cameras[0];
        if (camera !== undefined) window.open(`/cameras/${encodeURIComponent(camera.id)}`, "_blank", "noopener");
      },
      x: () => (mayHandle ? queueRef.current?.toggle(false) : undefined),
      p: () => (openId === null ? undefined : window.open(`${reportHref(openId)}?print=yes`, "_blank", "noopener")),
      ".": letIn,
      "/": () => {
        setSearching(true);
        searchRef.current?.focus();
      },
    },
    mayHandle,
  );

  const list = useMemo(
    () => ({
      q: address.q,
      sort: address.sort as string,
      search: (q: string) => void setAddress({ q: q === "" ? null : q }),
      sortBy: (sort: string) => void setAddress({ sort: sort as typeof address.sort }),
      filters: {
        area: address.area === null ? [] : [address.area],
        source: address.source === null ? [] : [address.source],
        owner: address.owner === null ? [] : [address.owner],
        when: address.when === null ? [] : [address.when],
        priority: address.priority.map(String),
        type: address.type,
        state: address.state,
      } as Readonly<Record<string, readonly string[]>>,
      filter: (id: string, values: readonly string[]) => {
        const single = ["area", "source", "owner", "when"].includes(id);
        const value =
          values.length === 0
            ? null
            : single
              ? (values[0] ?? null)
              : id === "priority"
                ? values.map(Number)
                : [...values];
        void setAddress({ [id]: value });
      },
    }),
    [address, setAddress],
  );
  const queueFilters = useQueueFilters(address);
  const clear = () =>
    void setAddress({
      q: null,
      state: null,
      priority: null,
      type: null,
      area: null,
      source: null,
      rule: null,
      owner: null,
      when: null,
    });

  const tab = address.tab;
  return (
    <PageFrame
      title="Alarms"
      note={
        <span>
          Live, <Time at={now} as="clock" />
        </span>
      }
      actions={<SoundButton />}
    >
      <div className="flex min-h-0 flex-1 flex-col bg-surface">
        <QueueWatch />
        <div className="flex min-h-0 flex-1">
          <section
            aria-label="Queue"
            className={cx(
              "relative flex min-h-0 w-full shrink-0 flex-col border-line md:w-88 md:border-e lg:w-(--queue) xl:w-130",
              openId !== null && "max-md:hidden",
            )}
          >
            <Tabs
              selectedKey={tab}
              onSelectionChange={(key) => void setAddress({ tab: key as QueueTab, state: null })}
              className="min-h-0 flex-1"
            >
              <TabList label="Queue">
                <Tab id="unhandled" {...(counts === undefined ? {} : { count: counts.open })}>
                  Unhandled
                </Tab>
                <Tab id="mine" {...(counts === undefined ? {} : { count: counts.mine })}>
                  Mine
                </Tab>
                <Tab id="handled" {...(counts === undefined ? {} : { count: counts.handledToday })}>
                  Handled today
                </Tab>
                <Tab id="handover" {...(counts === undefined ? {} : { count: counts.handover })}>
                  Handover
                </Tab>
              </TabList>
              <TabPanel id={tab} className="flex flex-col">
                <QueueBar
                  filters={queueFilters}
                  list={list}
                  count={total === undefined ? null : totalWords(total, noun, locale)}
                  searchRef={searchRef}
                  searching={searching}
                  onSearching={setSearching}
                  snoozed={
                    tab === "unhandled"
                      ? {
                          shown: address.snoozed === "yes",
                          show: (shown) => void setAddress({ snoozed: shown ? "yes" : null }),
                        }
                      : undefined
                  }
                  onExport={() => exporting.mutate({ list: "alarms", query: definedOnly(filters), format: "csv" })}
                />
                <QueueList
                  key={tab}
                  handle={queueRef}
                  shown={shown}
                  query={query}
                  openId={openId}
                  onOpen={openAlarm}
                  onEscape={() => {
                    if (selection.chosen.size > 0) selection.clear();
                    else if (openId !== null) open(null);
                  }}
                  selection={mayHandle ? selection : undefined}
                  total={total?.total ?? null}
                  arrivals={arrivals}
                  isHeld={isHeld}
                  onRelease={release}
                  onLooked={setLooked}
                  empty={<Nothing tab={tab} narrowed={isNarrowed(address)} onClear={clear} />}
                />
                <SnoozeFoot onShow={() => setAsked({ what: "snoozes" })} />
              </TabPanel>
            </Tabs>
            {chosen ? (
              <SelectionBar count={selection.chosen.size} onClear={selection.clear} more={undefined}>
                <Button size="sm" onPress={() => ask("acknowledge")}>
                  Acknowledge
                </Button>
                <Button size="sm" onPress={() => ask("resolve")}>
                  Resolve
                </Button>
                <Button size="sm" onPress={() => ask("assign")}>
                  Assign
                </Button>
              </SelectionBar>
            ) : null}
          </section>
          {/* Esc leads back from anything inside; what hears it there stops it. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <section
            aria-label="Open alarm"
            className={cx("flex min-h-0 min-w-0 flex-1 flex-col", openId === null && "max-md:hidden")}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || event.defaultPrevented) return;
              event.preventDefault();
              if (wide) queueRef.current?.focus();
              else close();
            }}
          >
            {openId === null ? (
              <Empty icon={BellRing} title="No alarm is open" className="flex-1">
                Choose one from the queue. Its pictures, what to do and its trail appear here.
              </Empty>
            ) : (
              <OpenAlarm
                id={openId}
                seed={seed}
                triage={triage}
                mayHandle={mayHandle}
                onVerb={(verb, alarm) => carryOut(verb, [alarm])}
                onOpen={(id) => open(id)}
                onClose={close}
                headingRef={headingRef}
                noteRef={noteRef}
              />
            )}
            <KeyStrip mayHandle={mayHandle} />
          </section>
        </div>
      </div>
      <VerbDialogs
        asked={asked}
        triage={triage}
        mayHandle={mayHandle}
        onClose={() => setAsked(null)}
        onDone={() => selection.clear()}
      />
    </PageFrame>
  );
}

const definedOnly = (filters: AlarmListFilters) =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]): [string, string | string[]][] =>
      value === undefined ? [] : [[name, typeof value === "string" ? value : [...value]]],
    ),
  );

function Nothing({ tab, narrowed, onClear }: { tab: QueueTab; narrowed: boolean; onClear: () => void }) {
  if (narrowed) {
    return (
      <Empty
        icon={BellRing}
        title="No alarms match"
        actions={<Button onPress={onClear}>Clear search and filters</Button>}
      >
        Other words or fewer filters may find them.
      </Empty>
    );
  }
  if (tab === "mine") {
    return (
      <Empty icon={UserCheck} title="None of them is yours">
        Whoever acknowledges an alarm owns it. Yours are listed here until they are resolved.
      </Empty>
    );
  }
  if (tab === "unhandled") {
    return (
      <Empty icon={CircleCheck} title="Nothing to handle">
        New alarms appear here by themselves.
      </Empty>
    );
  }
  return (
    <Empty icon={CircleCheck} title={tab === "handled" ? "Nothing handled today" : "Nothing flagged for handover"}>
      {tab === "handled"
        ? "What is resolved since midnight is listed here."
        : "Flag an alarm for the next shift from its menu, and it is listed here until the flag is taken off."}
    </Empty>
  );
}
