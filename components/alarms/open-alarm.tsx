"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { type ReactNode, type RefObject } from "react";
import { AreaPath } from "@/components/areas/area-path";
import { useShell } from "@/components/shell/shell-context";
import { IconButton } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { NoPermission } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { Ago } from "@/components/ui/time";
import { span } from "@/components/ui/time-format";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { alarmQueries, removeAlarmCamera } from "@/lib/domains/alarms/queries";
import type { AlarmDetail, AlarmItem } from "@/lib/domains/alarms/schema";
import { stateWords } from "@/lib/domains/alarms/terms";
import { ApiProblem } from "@/lib/http/fetcher";
import { AlarmActions, type Verb } from "./alarm-actions";
import { AlarmFacts } from "./alarm-facts";
import { AlarmVideo } from "./alarm-video";
import { Carried } from "./carried";
import { Doors } from "./doors";
import { Escalation } from "./escalation";
import { Instructions } from "./instructions";
import { NoteBox } from "./note-box";
import { Pictures } from "./pictures";
import { PriorityDigit } from "./priority";
import { RelatedAlarms, RelatedCameras } from "./related";
import { Trail } from "./trail";
import type { Triage } from "./use-triage";
import { When } from "./when";
import { sourceName } from "./words";

export interface OpenAlarmProps {
  id: string;
  /** As the queue knows it: shown until the rest is read. */
  seed: AlarmItem | undefined;
  triage: Triage;
  mayHandle: boolean;
  onVerb: (verb: Verb, alarm: AlarmItem) => void;
  onOpen: (id: string) => void;
  onClose: () => void;
  headingRef: RefObject<HTMLHeadingElement | null>;
  noteRef: RefObject<HTMLTextAreaElement | null>;
}

/** One alarm with everything that is known about it, and what can be done. */
export function OpenAlarm(props: OpenAlarmProps) {
  const { id, seed, triage, mayHandle, onVerb, onOpen, onClose, headingRef, noteRef } = props;
  const query = useQuery(alarmQueries.detail(id));
  const detail = query.data;
  const alarm = detail ?? seed;
  if (query.error instanceof ApiProblem && query.error.status === 403) {
    return (
      <Frame onClose={onClose}>
        <NoPermission title="You may not see this alarm">{query.error.remedy ?? query.error.message}</NoPermission>
      </Frame>
    );
  }
  if (alarm === undefined || (query.isError && detail === undefined)) {
    return (
      <Frame onClose={onClose}>{query.isError ? <QueryFailure query={query} className="flex-1" /> : <Waiting />}</Frame>
    );
  }
  return (
    <article aria-label={`${alarm.typeName}, ${sourceName(alarm)}`} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Heading alarm={alarm} headingRef={headingRef} onClose={onClose} />
      <AlarmActions alarm={alarm} mayHandle={mayHandle} onVerb={(verb) => onVerb(verb, alarm)} />
      {detail === undefined ? (
        <Waiting />
      ) : (
        <Body
          {...{ alarm: detail, triage, mayHandle, onOpen, noteRef, onLeaveNote: () => headingRef.current?.focus() }}
          onAddCamera={() => onVerb({ do: "addCamera" }, detail)}
        />
      )}
    </article>
  );
}

function Frame({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="p-2 md:hidden">
        <Back onClose={onClose} />
      </div>
      {children}
    </div>
  );
}

function Back({ onClose }: { onClose: () => void }) {
  return (
    <span className="md:hidden">
      <IconButton
        icon={ArrowLeft}
        label="Back to the queue"
        onPress={onClose}
        className="-ms-1 rtl:[&_svg]:-scale-x-100"
      />
    </span>
  );
}

function Heading({
  alarm,
  headingRef,
  onClose,
}: Pick<OpenAlarmProps, "headingRef" | "onClose"> & { alarm: AlarmItem & Partial<AlarmDetail> }) {
  const { count, lastAt } = alarm.repeats;
  const lasted = Date.parse(lastAt) - Date.parse(alarm.occurredAt);
  return (
    <header className="shrink-0 border-b border-line px-4 pt-4 pb-3 sm:px-5">
      <div className="flex items-start gap-3">
        <Back onClose={onClose} />
        <span className="pt-0.5">
          <PriorityDigit alarm={alarm} size="lg" />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 ref={headingRef} tabIndex={-1} className="text-xl font-semibold wrap-anywhere outline-none">
              {alarm.typeName}
            </h2>
            {count > 1 ? (
              <Tag>
                {count} times{lasted > 0 ? ` in ${span(lasted)}` : ""}
              </Tag>
            ) : null}
            <Tag>{alarm.snoozed ? "Snoozed" : stateWords[alarm.state]}</Tag>
            {alarm.delayed ? <Tag tone="warn">Late</Tag> : null}
          </div>
          <p className="mt-1 text-sm text-fg-soft wrap-anywhere">
            <Name>{sourceName(alarm)}</Name>
            {alarm.area.name === null ? null : (
              <>
                <Dot />
                {alarm.areaPath === undefined || alarm.areaPath.length === 0 ? (
                  <Name>{alarm.area.name}</Name>
                ) : (
                  <AreaPath path={alarm.areaPath.map(({ name }) => name)} />
                )}
              </>
            )}
            <Dot />
            <span className="inline-block">
              started <When at={alarm.occurredAt} />, <Ago at={alarm.occurredAt} />
            </span>
          </p>
          <Escalation alarm={alarm} />
        </div>
      </div>
    </header>
  );
}

/** Stays at the end of its line when the next part needs one of its own. */
const Dot = () => <span aria-hidden>{"\u00a0· "}</span>;

function Waiting() {
  return (
    <div aria-busy className="flex-1 space-y-4 p-5">
      <Skeleton className="aspect-video w-full max-w-160" />
      <Skeleton className="h-3 w-64" />
      <Skeleton className="h-3 w-48" />
    </div>
  );
}

interface BodyProps extends Pick<OpenAlarmProps, "triage" | "mayHandle" | "onOpen" | "noteRef"> {
  alarm: AlarmDetail;
  onLeaveNote: () => void;
  onAddCamera: () => void;
}

function Body({ alarm, triage, mayHandle, onOpen, noteRef, onLeaveNote, onAddCamera }: BodyProps) {
  const { may } = useShell();
  const queries = useQueryClient();
  const source = alarm.cameras.find(({ why }) => why === "source") ?? alarm.cameras[0];
  async function removeCamera(cameraId: string) {
    try {
      await queries.getMutationCache().build(queries, removeAlarmCamera).execute({ id: alarm.id, cameraId });
    } catch (error) {
      toast.failed({ title: "Camera not taken off", detail: trouble(error).title });
    }
    await queries.invalidateQueries({ queryKey: alarmQueries.detail(alarm.id).queryKey });
  }
  return (
    <div className="flex min-h-0 flex-1 max-lg:flex-col max-lg:overflow-auto">
      {/* Scrolls by itself on a wide screen, so the keys of the page reach it. */}
      <div tabIndex={-1} className="min-w-0 space-y-5 p-4 outline-none sm:p-5 lg:flex-1 lg:overflow-auto">
        <Pictures key={alarm.id} alarm={alarm} camera={source} />
        <div className="2xl:hidden">
          <AlarmVideo camera={source} />
        </div>
        <RelatedCameras
          cameras={alarm.cameras}
          onRemove={mayHandle ? (cameraId) => void removeCamera(cameraId) : undefined}
          onAdd={mayHandle && may("cameras:read") ? onAddCamera : undefined}
        />
        {alarm.instructions === null ? null : (
          <Instructions
            instructions={alarm.instructions}
            onTick={mayHandle ? (step, done) => void triage.tick(alarm.id, step, done) : undefined}
          />
        )}
      </div>
      <aside
        aria-label="Facts and trail"
        className="flex shrink-0 flex-col border-line max-lg:border-t lg:w-(--aside) lg:border-s xl:w-90"
      >
        <div className="min-h-0 lg:flex-1 lg:overflow-auto">
          <section aria-label="Facts" className="px-4 py-4">
            <AlarmFacts alarm={alarm} />
          </section>
          <Carried alarm={alarm} />
          <Doors alarm={alarm} />
          {alarm.related.length === 0 ? null : (
            <section aria-label="Related" className="border-t border-line px-4 py-4">
              <h3 className="mb-1.5 flex items-baseline gap-2 text-sm font-semibold">
                Related <span className="text-xs font-normal text-fg-faint">same source, area or rule</span>
              </h3>
              <RelatedAlarms alarms={alarm.related} onOpen={onOpen} />
            </section>
          )}
          <section aria-label="What happened" className="border-t border-line px-4 py-4">
            <h3 className="mb-2.5 text-sm font-semibold">Trail</h3>
            <Trail entries={alarm.trail} />
          </section>
        </div>
        {mayHandle ? (
          <div className="shrink-0 border-t border-line px-4 py-3">
            <NoteBox
              key={alarm.id}
              inputRef={noteRef}
              canResolve={alarm.state !== "resolved" && alarm.state !== "closed"}
              onNote={(text) => triage.note([alarm], text)}
              onResolve={(disposition, note) => triage.resolve([alarm], { disposition, note })}
              onLeave={onLeaveNote}
            />
          </div>
        ) : null}
      </aside>
      <aside
        aria-label="Live"
        className="hidden w-110 shrink-0 space-y-3 overflow-auto border-s border-line p-4 2xl:block"
      >
        <h3 className="text-sm font-semibold">Live</h3>
        <AlarmVideo camera={source} />
      </aside>
    </div>
  );
}
