"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { ancestry } from "@/components/areas/area-nodes";
import { AreaLinks } from "@/components/areas/area-path";
import { useCommandReport } from "@/components/commands/item-results";
import { ObjectHistoryButton } from "@/components/audit/object-history";
import { ResourceTabs } from "@/components/elements/resource-tabs";
import { useRefresh } from "@/components/mirror/use-refresh";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { may } from "@/lib/auth/roles";
import { areaQueries } from "@/lib/domains/areas/queries";
import { addCounts, type AreaCounts, type AreaLeaf, type AreaNode, nestAreas } from "@/lib/domains/areas/terms";
import type { MirrorKindName } from "@/lib/bus/events";
import { AreaBrowser } from "./_components/area-browser";
import { chosenArea } from "./search-params";

const AddAreaDialog = dynamic(() =>
  insist(() => import("./_components/add-area-dialog")).then((module) => module.AddAreaDialog),
);
const AddResourcesDialog = dynamic(() =>
  insist(() => import("./_components/add-resources-dialog")).then((module) => module.AddResourcesDialog),
);

const RemoveResources = dynamic(() =>
  insist(() => import("./_components/remove-resources")).then((module) => module.RemoveResources),
);

const kinds: MirrorKindName[] = ["areas", "cameras", "doors", "alarm-inputs", "alarm-outputs"];

const nothing: AreaCounts = {
  cameras: 0,
  camerasOffline: 0,
  doors: 0,
  doorsOffline: 0,
  alarmInputs: 0,
  alarmOutputs: 0,
};

function find(nodes: readonly AreaNode[], id: string): AreaNode | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : find(node.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The tree at the start, what the chosen area and everything below it holds in the rest; on a phone one of the two. */
export function AreasPage() {
  const query = useQuery(areaQueries.tree());
  const [chosen, setChosen] = useQueryState("area", chosenArea);
  const { person } = useShell();
  const [adding, setAdding] = useState<"area" | "resources" | null>(null);
  const report = useCommandReport();
  const changes = may(person, "areas:write");
  const refresh = useRefresh(kinds);
  const leaves = useMemo(() => query.data?.items ?? [], [query.data]);
  const nodes = useMemo(() => nestAreas(leaves), [leaves]);
  const area = chosen === null ? undefined : find(nodes, chosen);
  const path = area === undefined ? [] : ancestry(leaves, area.id);
  const within = chosen === null ? nodes.reduce((sum, node) => addCounts(sum, node.within), nothing) : area?.within;

  function choose(id: string | null) {
    // Walking the tree with the arrows is one step of history, as on a phone opening an area is.
    void setChosen(id, { history: chosen === null || id === null ? "push" : "replace" });
  }

  return (
    <PageFrame
      title="Areas"
      age={query.data}
      onRefresh={refresh.onRefresh}
      refreshing={refresh.refreshing}
      actions={
        changes ? (
          <Button variant="primary" icon={Plus} onPress={() => setAdding("area")}>
            Add area
          </Button>
        ) : undefined
      }
      note={
        refresh.problem === undefined || query.data?.syncedAt === null ? undefined : (
          <span className="text-warn-fg">{refresh.problem}</span>
        )
      }
    >
      <div className="flex min-h-0 flex-1 bg-surface">
        <section
          aria-label="Tree of areas"
          className={cx(
            "flex min-h-0 w-full flex-col border-line md:w-72 md:shrink-0 md:border-e lg:w-80",
            chosen !== null && "max-md:hidden",
          )}
        >
          <AreaBrowser query={query} chosen={chosen} onChoose={choose} />
        </section>
        <section
          aria-label="What the area holds"
          className={cx("flex min-h-0 min-w-0 flex-1 flex-col", chosen === null && "max-md:hidden")}
        >
          <div className="flex items-start gap-2 px-4 pt-3 max-sm:flex-wrap">
            <span className="-ms-2 shrink-0 max-sm:me-auto md:hidden">
              <Button variant="quiet" icon={ChevronLeft} onPress={() => choose(null)}>
                Areas
              </Button>
            </span>
            <Heading chosen={chosen} area={area} above={path.slice(0, -1)} known={query.data !== undefined} />
            {changes && person.everywhere && area !== undefined ? (
              <Button icon={Plus} onPress={() => setAdding("resources")}>
                Add to area
              </Button>
            ) : null}
            {area === undefined ? null : <ObjectHistoryButton key={area.id} kind="area" id={area.id} />}
          </div>
          <ResourceTabs
            label="What the area holds"
            scope={{ areaId: chosen ?? undefined }}
            counts={within}
            knownPath={path.length}
            bulkActions={
              changes && area !== undefined
                ? (kind, rows, clear) => (
                    <RemoveResources area={area} kind={kind} chosen={rows} onDone={clear} report={report} />
                  )
                : undefined
            }
          />
        </section>
      </div>
      {report.dialog}
      {adding === "area" ? (
        <AddAreaDialog parentId={area?.id ?? null} onAdded={choose} onClose={() => setAdding(null)} />
      ) : null}
      {adding === "resources" && area !== undefined ? (
        <AddResourcesDialog area={area} onClose={() => setAdding(null)} />
      ) : null}
    </PageFrame>
  );
}

interface HeadingProps {
  chosen: string | null;
  area: AreaNode | undefined;
  above: readonly AreaLeaf[];
  known: boolean;
}

function Heading({ chosen, area, above, known }: HeadingProps) {
  return (
    <div className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full">
      <h2 className="truncate text-lg font-semibold">
        {chosen === null ? (
          "All areas"
        ) : area === undefined ? (
          known ? (
            "This area is not there, or no longer"
          ) : (
            chosen
          )
        ) : (
          <Name cut>{area.name}</Name>
        )}
      </h2>
      <p className="truncate text-xs text-fg-faint">
        {above.length > 0 ? (
          <AreaLinks path={above} />
        ) : chosen === null ? (
          "Everything on site"
        ) : area === undefined ? (
          "Choose another one in the tree."
        ) : (
          "At the top, with everything below it"
        )}
      </p>
    </div>
  );
}
