"use client";

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Collection,
  type Key,
  ListLayout,
  Tree as AriaTree,
  TreeItem,
  TreeItemContent,
  Virtualizer,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { Name } from "./name";
import { useLength } from "./use-length";

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
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: Set<string>) => void;
  empty?: ReactNode;
  className?: string;
}

/** A tree of names. Only the rows in view exist, so a thousand areas cost as little as twenty. */
export function Tree({
  label,
  nodes,
  selected = null,
  onSelect,
  expanded,
  onExpandedChange,
  empty,
  className,
}: TreeProps) {
  const rowHeight = useLength("--control-sm", 28);
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight, padding: 8 }}>
      <AriaTree<TreeNode>
        aria-label={label}
        items={nodes}
        selectionMode="single"
        selectionBehavior="replace"
        escapeKeyBehavior="none"
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          const [key] = keys === "all" ? [] : keys;
          if (key !== undefined) onSelect?.(String(key));
        }}
        expandedKeys={expanded}
        onExpandedChange={(keys) => onExpandedChange(new Set([...keys].map((key: Key) => String(key))))}
        {...(empty === undefined ? {} : { renderEmptyState: () => empty })}
        className={cx("block min-h-0 overflow-auto outline-none", className)}
      >
        {(node) => <Branch node={node} />}
      </AriaTree>
    </Virtualizer>
  );
}

function Branch({ node }: { node: TreeNode }) {
  return (
    <TreeItem<TreeNode>
      id={node.id}
      textValue={node.name === "" ? "Unnamed" : node.name}
      className="focus-inside group h-full rounded-md text-sm text-fg outline-none data-hovered:bg-hover data-pressed:bg-press data-selected:bg-selected"
    >
      <TreeItemContent>
        {({ level, hasChildItems }) => (
          <div
            className="flex h-full items-center gap-1.5 pe-2"
            style={{ paddingInlineStart: `${(level - 1) * 16 + 4}px` }}
          >
            {hasChildItems ? (
              <Button
                slot="chevron"
                className="state-layer target flex size-5 shrink-0 items-center justify-center rounded-sm text-fg-faint"
              >
                <Icon
                  of={ChevronRight}
                  size={14}
                  className="transition-transform duration-(--dur-fast) group-data-expanded:rotate-90 rtl:-scale-x-100"
                />
              </Button>
            ) : (
              <span className="size-5 shrink-0" />
            )}
            {node.icon ? <Icon of={node.icon} className="text-fg-faint group-data-selected:text-accent-fg" /> : null}
            <Name cut className="min-w-0 flex-1">
              {node.name}
            </Name>
            {node.aside === undefined ? null : (
              <span data-numeric className="shrink-0 text-xs text-fg-faint">
                {node.aside}
              </span>
            )}
          </div>
        )}
      </TreeItemContent>
      {node.children === undefined || node.children.length === 0 ? null : (
        <Collection items={node.children}>{(child) => <Branch node={child} />}</Collection>
      )}
    </TreeItem>
  );
}
