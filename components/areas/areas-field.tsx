"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useId } from "react";
import { useField } from "@/components/form/use-field";
import { useShell } from "@/components/shell/shell-context";
import { Button, IconButton } from "@/components/ui/button";
import { FieldProblem } from "@/components/ui/field";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { Popover } from "@/components/ui/popover";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { may } from "@/lib/auth/roles";
import { areaQueries } from "@/lib/domains/areas/queries";
import { ancestry } from "./area-nodes";
import { AreaPath } from "./area-path";

const AreaChooser = dynamic(() => insist(() => import("./area-chooser")).then((module) => module.AreaChooser));

const reaches = [
  { value: "everywhere", label: "Everywhere" },
  { value: "areas", label: "Only certain areas" },
] as const;

export interface AreasFieldProps {
  name: string;
  label: string;
  /** Names of areas that are chosen already, where the tree does not hold them any more. */
  known?: readonly { id: string; name: string | null }[];
}

/** A limit to areas in a Form: null for everywhere, else ids. Everywhere is said, never only left empty. */
export function AreasField({ name, label, known = [] }: AreasFieldProps) {
  const { field, error } = useField(name);
  const { person } = useShell();
  const readable = may(person, "areas:read");
  const { data } = useQuery({ ...areaQueries.tree(), enabled: readable });
  const labelId = useId();
  const chosen = Array.isArray(field.value) ? (field.value as string[]) : null;

  function words(id: string) {
    const path = ancestry(data?.items ?? [], id).map((leaf) => leaf.name);
    if (path.length > 0) return <AreaPath path={path} />;
    const gone = known.find((each) => each.id === id)?.name;
    return <Name>{gone ?? id}</Name>;
  }

  return (
    <div role="group" aria-labelledby={labelId}>
      <p id={labelId} className="mb-1 text-sm font-medium text-fg">
        {label}
      </p>
      <SegmentedControl
        label={label}
        options={reaches}
        value={chosen === null ? "everywhere" : "areas"}
        onChange={(reach) => field.onChange(reach === "everywhere" ? null : [])}
        className="w-full max-w-80"
      />
      {chosen === null ? null : (
        <div className="mt-2 space-y-2">
          <ul className="empty:hidden">
            {chosen.map((id) => (
              <li
                key={id}
                className="flex min-h-8 items-center gap-2 border-b border-line-soft text-sm text-fg last:border-b-0"
              >
                <span className="min-w-0 flex-1 wrap-anywhere">{words(id)}</span>
                <IconButton
                  icon={X}
                  size="sm"
                  label="Remove this area"
                  onPress={() => field.onChange(chosen.filter((each) => each !== id))}
                />
              </li>
            ))}
          </ul>
          {readable ? (
            <Popover
              label="Add an area"
              trigger={
                <Button size="sm" icon={Plus}>
                  Add area
                </Button>
              }
            >
              {(close) => (
                <AreaChooser
                  value={null}
                  onChoose={(id) => {
                    if (!chosen.includes(id)) field.onChange([...chosen, id]);
                    close();
                  }}
                />
              )}
            </Popover>
          ) : (
            <p className="text-xs text-fg-faint">Your role does not include areas, so you cannot choose any.</p>
          )}
          <p className="text-xs text-fg-faint">Each with everything below it, also what is added there later.</p>
        </div>
      )}
      <FieldProblem>{error}</FieldProblem>
    </div>
  );
}
