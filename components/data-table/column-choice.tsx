"use client";

import { Equal } from "lucide-react";
import { Button, GridList, GridListItem, useDragAndDrop } from "react-aria-components";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import type { Choice } from "./columns";

export interface ColumnChoiceProps {
  columns: readonly { id: string; header: string }[];
  choice: Choice;
  onChoose: (choice: Choice) => void;
  onReset: () => void;
}

function moved(order: readonly string[], keys: ReadonlySet<unknown>, target: string, after: boolean): string[] {
  const taken = order.filter((id) => keys.has(id));
  const rest = order.filter((id) => !keys.has(id));
  const at = rest.indexOf(target) + (after ? 1 : 0);
  return [...rest.slice(0, at), ...taken, ...rest.slice(at)];
}

const item =
  "focus-inside flex min-h-7.5 items-center gap-2 rounded-md px-2 text-sm outline-none pointer-coarse:min-h-11";

export function ColumnChoice({ columns, choice, onChoose, onReset }: ColumnChoiceProps) {
  const [name] = columns;
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ "text/plain": String(key) })),
    onReorder: ({ keys, target }) =>
      onChoose({ ...choice, order: moved(choice.order, keys, String(target.key), target.dropPosition === "after") }),
  });
  const rows = choice.order.flatMap((id) => {
    const column = columns.find((each) => each.id === id);
    return column === undefined ? [] : [{ id, header: column.header }];
  });
  return (
    <>
      <p className="px-2 py-1 text-xs text-fg-faint">Columns, drag to order</p>
      <div className={`${item} text-fg-faint`}>
        <Checkbox isSelected isDisabled className="flex-1">
          {name?.header}
        </Checkbox>
        <span className="text-xs">always</span>
      </div>
      <GridList
        aria-label="Columns"
        items={rows}
        selectionMode="multiple"
        escapeKeyBehavior="none"
        selectedKeys={choice.order.filter((id) => !choice.hidden.has(id))}
        onSelectionChange={(keys) =>
          onChoose({ ...choice, hidden: new Set(choice.order.filter((id) => keys !== "all" && !keys.has(id))) })
        }
        dragAndDropHooks={dragAndDropHooks}
        className="max-h-96 overflow-auto outline-none"
      >
        {(row) => (
          <GridListItem
            id={row.id}
            textValue={row.header}
            className={`${item} text-fg data-dragging:opacity-50 data-hovered:bg-hover`}
          >
            <Checkbox slot="selection" />
            <span className="flex-1">{row.header}</span>
            <Button
              slot="drag"
              className="target flex size-5 cursor-grab items-center justify-center rounded-sm text-fg-faint"
            >
              <Icon of={Equal} size={14} />
            </Button>
          </GridListItem>
        )}
      </GridList>
      <div className="mt-1 border-t border-line-soft px-2 pt-2 pb-1">
        <button type="button" onClick={onReset} className="target rounded-xs text-xs text-accent-fg hover:underline">
          Reset to default
        </button>
      </div>
    </>
  );
}
