"use client";

import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { Name } from "./name";
import { useLength } from "./use-length";
import { useRoving } from "./use-roving";
import { useWindow } from "./use-window";

export interface TreeNode {
  id: string;
  name: string;
  icon?: LucideIcon;
  /** At the end: a count, a state. */
  aside?: ReactNode;
  children?: readonly TreeNode[];
}

export interface TreeProps {
  label: string;
  nodes: readonly TreeNode[];
  selected?: string | null;
  onSelect?: (id: string) => void;
  /** The arrows choose what they come to, where looking at it costs nothing. */
  selectionFollows?: boolean;
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: Set<string>) => void;
  empty?: ReactNode;
  className?: string;
}

interface FlatNode {
  node: TreeNode;
  level: number;
  parent: number;
  position: number;
  siblings: number;
  /** Null: there is nothing below it. */
  open: boolean | null;
}

function flatten(nodes: readonly TreeNode[], expanded: ReadonlySet<string>): FlatNode[] {
  const flat: FlatNode[] = [];
  const walk = (list: readonly TreeNode[], level: number, parent: number) => {
    list.forEach((node, at) => {
      const below = node.children ?? [];
      const open = below.length === 0 ? null : expanded.has(node.id);
      flat.push({ node, level, parent, position: at + 1, siblings: list.length, open });
      if (open === true) walk(below, level + 1, flat.length - 1);
    });
  };
  walk(nodes, 1, -1);
  return flat;
}

const edge = 8;
const typingPauseMs = 600;

/** A tree of names. Only the rows in view exist, so a thousand areas cost as little as twenty. */
export function Tree({
  label,
  nodes,
  selected = null,
  onSelect,
  selectionFollows = false,
  expanded,
  onExpandedChange,
  empty,
  className,
}: TreeProps) {
  const size = useLength("--control-sm", 28);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => flatten(nodes, expanded), [nodes, expanded]);
  const [focused, setFocused] = useState<string>();
  const found = rows.findIndex(({ node }) => node.id === (focused ?? selected));
  const current = Math.max(0, found);
  const typed = useRef({ text: "", at: 0 });

  const view = useWindow({ scroller, count: rows.length, size, keep: current, head: edge });
  const choose = (index: number) => {
    const row = rows[index];
    if (row !== undefined) onSelect?.(row.node.id);
  };
  const roving = useRoving({
    root: scroller,
    count: rows.length,
    current,
    setCurrent: (index) => {
      setFocused(rows[index]?.node.id);
      if (selectionFollows) choose(index);
    },
    show: view.show,
    letters: false,
    onOpen: choose,
    onToggle: choose,
  });

  function setOpen({ node }: FlatNode, open: boolean) {
    const next = new Set(expanded);
    if (open) next.add(node.id);
    else next.delete(node.id);
    onExpandedChange(next);
  }

  function jump(letter: string) {
    const now = performance.now();
    const text = now - typed.current.at > typingPauseMs ? letter : typed.current.text + letter;
    typed.current = { text, at: now };
    const from = text.length === 1 ? current + 1 : current;
    const order = [...rows.keys()].map((offset) => (from + offset) % rows.length);
    const hit = order.find((index) => rows[index]?.node.name.toLowerCase().startsWith(text.toLowerCase()));
    if (hit !== undefined) roving.go(hit);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const row = rows[current];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const [deeper, higher] = rtl ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
    if (event.key === deeper) {
      if (row.open === false) setOpen(row, true);
      else if (row.open === true) roving.go(current + 1);
    } else if (event.key === higher) {
      if (row.open === true) setOpen(row, false);
      else if (row.parent >= 0) roving.go(row.parent);
    } else if (event.key.length === 1 && event.key !== " ") jump(event.key);
    else return roving.onKeyDown(event);
    event.preventDefault();
  }

  return (
    <div ref={scroller} className={cx("block min-h-0 overflow-auto", className)}>
      {rows.length === 0 ? empty : null}
      {/* The keys of the rows are heard here; each row is focusable itself. */}
      <div
        role="treegrid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={rows.length}
        onKeyDown={onKeyDown}
        className="relative outline-none"
        style={{ height: rows.length === 0 ? 0 : rows.length * size + 2 * edge }}
      >
        {view.rows.map((index) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { node, level, open } = row;
          const isSelected = node.id === selected;
          return (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree hears the keys of all its rows
            <div
              key={node.id}
              role="row"
              data-index={index}
              tabIndex={index === roving.active ? 0 : -1}
              aria-label={node.name === "" ? "Unnamed" : node.name}
              aria-level={level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-rowindex={index + 1}
              aria-selected={isSelected}
              {...(open === null ? {} : { "aria-expanded": open })}
              onFocus={() => setFocused(node.id)}
              onClick={(event) => {
                if ((event.target as HTMLElement).closest("[data-chevron]") !== null) return;
                event.currentTarget.focus({ preventScroll: true });
                onSelect?.(node.id);
              }}
              style={{ top: edge + index * size, height: size }}
              className={cx(
                "focus-inside absolute inset-x-2 cursor-default rounded-md text-sm text-fg",
                isSelected ? "bg-selected" : "hover:bg-hover active:bg-press",
              )}
            >
              <div
                role="gridcell"
                className="flex h-full items-center gap-1.5 pe-2"
                style={{ paddingInlineStart: `${(level - 1) * 16 + 4}px` }}
              >
                {open === null ? (
                  <span className="size-5 shrink-0" />
                ) : (
                  <button
                    type="button"
                    data-chevron
                    tabIndex={-1}
                    aria-label={open ? "Close the branch" : "Open the branch"}
                    onClick={() => setOpen(row, !open)}
                    className="state-layer target flex size-5 shrink-0 items-center justify-center rounded-sm text-fg-faint"
                  >
                    <Icon
                      of={ChevronRight}
                      size={14}
                      className={cx(
                        "transition-transform duration-(--dur-fast) rtl:-scale-x-100",
                        open && "rotate-90 rtl:-rotate-90",
                      )}
                    />
                  </button>
                )}
                {node.icon ? <Icon of={node.icon} className={isSelected ? "text-accent-fg" : "text-fg-faint"} /> : null}
                <Name cut className="min-w-0 flex-1">
                  {node.name}
                </Name>
                {node.aside === undefined ? null : (
                  <span data-numeric className="shrink-0 text-xs text-fg-faint">
                    {node.aside}
                  </span>
                )}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}
