"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { kindInWords, objectKinds, otherActorWords, resultMarks } from "@/components/audit/entry-words";
import type { Filter } from "@/components/data-table/data-table";
import { rangeInWords } from "@/components/ui/date-ranges";
import { insist } from "@/components/ui/insist";
import { useViewer } from "@/components/ui/viewer";
import { auditActions } from "@/lib/audit/actions";
import { auditQueries } from "@/lib/domains/audit/queries";
import { auditActionNames, auditResults } from "@/lib/domains/audit/terms";

const DateRangeChooser = dynamic(() =>
  insist(() => import("@/components/ui/date-range-chooser")).then((module) => module.DateRangeChooser),
);
const WhoChooser = dynamic(() => insist(() => import("./audit-choosers")).then((module) => module.WhoChooser));
const AddressChooser = dynamic(() => insist(() => import("./audit-choosers")).then((module) => module.AddressChooser));

/** Names of those who are filtered by: the log's own, as far as they are among the first hundred. */
function usePeople(): (id: string) => string {
  const { data } = useQuery(auditQueries.actors(""));
  return (id) => otherActorWords[id] ?? data?.items.find((person) => person.id === id)?.name ?? id;
}

export function useAuditFilters(): Filter[] {
  const viewer = useViewer();
  const nameOf = usePeople();
  return [
    {
      id: "when",
      label: "When",
      single: true,
      labelOf: (range) => rangeInWords(range, viewer),
      choose: ({ value, onChange, close }) => (
        <DateRangeChooser
          value={value[0] ?? null}
          onChange={(range) => {
            onChange([range]);
            close();
          }}
        />
      ),
    },
    { id: "who", label: "Who", labelOf: nameOf, choose: (props) => <WhoChooser {...props} /> },
    {
      id: "action",
      label: "Action",
      options: auditActionNames.map((action) => ({ value: action, label: auditActions[action] })),
    },
    {
      id: "result",
      label: "Result",
      options: auditResults.map((result) => ({ value: result, label: resultMarks[result].word })),
    },
    {
      id: "object",
      label: "Object",
      single: true,
      tucked: true,
      labelOf: (object) => {
        const [kind = "", ...id] = object.split(":");
        return id.length === 0 ? kindInWords(kind) : `${kindInWords(kind)} ${id.join(":")}`;
      },
      options: objectKinds.map((kind) => ({ value: kind, label: kindInWords(kind) })),
    },
    {
      id: "address",
      label: "Address",
      single: true,
      tucked: true,
      choose: (props) => <AddressChooser {...props} />,
    },
  ];
}
