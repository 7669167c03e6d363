"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeftRight, CircleCheck, Printer, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { checkItems, handoverQueries, takeHandover, withdrawHandover } from "@/lib/domains/handovers/queries";
import type { HandoverDetail, HandoverItem } from "@/lib/domains/handovers/schema";
import { handoverWords } from "@/lib/domains/handovers/terms";
import { isStillOpen, ItemList } from "./item-list";
import { OnDutyPanel } from "./on-duty-panel";

const ClearDialog = dynamic(() => insist(() => import("./clear-dialog")).then((module) => module.ClearDialog), {
  ssr: false,
});

/** Notes as they were typed. */
export function Notes({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <p dir="auto" className="mt-2 max-w-3xl border-s-2 border-line ps-3 text-sm whitespace-pre-wrap wrap-anywhere">
      {text}
    </p>
  );
}

interface PartProps {
  id: string;
  title: ReactNode;
  handover: HandoverDetail;
  actions?: ReactNode;
  children: ReactNode;
}

function Part({ id, title, handover, actions, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="border-b border-line p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id={id} className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-md font-semibold wrap-anywhere">
          <span className="min-w-0">{title}</span>
          <Tag tone={handover.state === "checked" ? "ok" : "neutral"}>{handoverWords[handover.state]}</Tag>
        </h2>
        <span className="flex flex-wrap gap-2 print:hidden">{actions}</span>
      </div>
      <p className="mt-1 text-xs text-fg-soft">
        Prepared by <Name>{handover.prepared.by.name}</Name> <Time at={handover.prepared.at} as="dateTime" />
        {handover.taken === null ? null : (
          <>
            , taken over by <Name>{handover.taken.by.name}</Name> <Time at={handover.taken.at} as="dateTime" />
          </>
        )}
        {handover.checkedAt === null ? null : (
          <>
            , checked <Time at={handover.checkedAt} as="dateTime" />
          </>
        )}
      </p>
      <Notes text={handover.notes} />
      {children}
    </section>
  );
}

function useChange() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (work: () => Promise<HandoverDetail>) => work(),
    onError: (error) => {
      const { title, advice, code } = trouble(error);
      toast.failed({ title, detail: advice ?? "", ...(code === undefined ? {} : { code }) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: handoverQueries.all }),
  });
}

/** What was taken over: ticked item by item, and cleared when nothing is left to do. */
function Current({ handover }: { handover: HandoverDetail }) {
  const [clearing, setClearing] = useState<HandoverItem>();
  const change = useChange();
  const open = handover.items.filter(isStillOpen);
  const unseen = open.filter(({ seen }) => seen === null);
  const tick = (itemIds: string[], seen: boolean) => change.mutate(() => checkItems(handover.id, { itemIds, seen }));
  return (
    <Part
      id="current"
      title={
        <>
          Your shift, from <Name>{handover.prepared.by.name}</Name>
        </>
      }
      handover={handover}
      actions={
        <>
          <Button icon={Printer} onPress={() => window.print()}>
            Print
          </Button>
          {unseen.length === 0 ? null : (
            <Button
              icon={CircleCheck}
              busy={change.isPending}
              onPress={() =>
                tick(
                  unseen.map(({ id }) => id),
                  true,
                )
              }
            >
              Tick all as seen
            </Button>
          )}
        </>
      }
    >
      <p role="status" className="mt-2 text-sm text-fg">
        {unseen.length === 0
          ? `Everything was seen, ${open.length} still open.`
          : `${unseen.length} of ${open.length} open items not seen yet. Look at each, then tick it.`}
      </p>
      <ItemList
        items={handover.items}
        onSeen={(item, seen) => tick([item.id], seen)}
        action={(item) => (
          <span className="print:hidden">
            <Button size="sm" aria-label={`Clear ${item.name}…`} onPress={() => setClearing(item)}>
              Clear…
            </Button>
          </span>
        )}
      />
      {clearing === undefined ? null : <ClearDialog item={clearing} onClose={() => setClearing(undefined)} />}
    </Part>
  );
}

function Waiting({ handover }: { handover: HandoverDetail }) {
  const [taking, setTaking] = useState(false);
  const queries = useQueryClient();
  const alarms = handover.items.filter((item) => item.kind === "alarm" && isStillOpen(item)).length;
  const from = <Name>{handover.prepared.by.name}</Name>;
  return (
    <Part
      id={`waiting-${handover.id}`}
      title={<>From {from}</>}
      handover={handover}
      actions={
        <Button icon={ArrowLeftRight} onPress={() => setTaking(true)}>
          Take over…
        </Button>
      }
    >
      <ItemList items={handover.items} />
      <ConfirmDialog
        isOpen={taking}
        onOpenChange={setTaking}
        title={<>Take over from {from}?</>}
        consequence={
          alarms === 0
            ? "No alarm changes its owner. Then look at each item and tick it as seen."
            : `You own ${alarms === 1 ? "1 alarm" : `up to ${alarms} alarms`} from then on. Then look at each item and tick it as seen.`
        }
        confirmLabel="Take over"
        busyLabel="Taking over"
        onConfirm={async () => {
          await takeHandover(handover.id);
          await queries.invalidateQueries({ queryKey: handoverQueries.all });
          toast.done({ title: "Taken over" });
        }}
      />
    </Part>
  );
}

function Own({ handover }: { handover: HandoverDetail }) {
  const change = useChange();
  return (
    <Part
      id="own"
      title="Yours, for the next guard"
      handover={handover}
      actions={
        <>
          <Button icon={Printer} onPress={() => window.print()}>
            Print
          </Button>
          <Button
            icon={Undo2}
            busy={change.isPending}
            busyLabel="Withdrawing"
            onPress={() => change.mutate(() => withdrawHandover(handover.id))}
          >
            Withdraw
          </Button>
        </>
      }
    >
      <ItemList items={handover.items} />
    </Part>
  );
}

/** Where one stands: what waits, what was taken over, what one prepared, and who is on duty. */
export function Board() {
  const query = useQuery(handoverQueries.board());
  const { data } = query;
  const isEmpty = data?.waiting.length === 0 && data.own === null && data.current === null;
  return (
    <div data-print>
      <OnDutyPanel />
      <QueryFailure query={query} />
      {data?.waiting.map((handover) => (
        <Waiting key={handover.id} handover={handover} />
      ))}
      {data?.current === null || data === undefined ? null : <Current handover={data.current} />}
      {data?.own === null || data === undefined ? null : <Own handover={data.own} />}
      {isEmpty ? (
        <Empty icon={ArrowLeftRight} title="Nothing waits to be taken over">
          {data.open.length === 0
            ? "Prepare the handover when your shift ends."
            : `${data.open.length === 1 ? "1 item is" : `${data.open.length} items are`} open for you. Prepare the handover when your shift ends.`}
        </Empty>
      ) : null}
    </div>
  );
}
