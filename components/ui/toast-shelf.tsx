"use client";

import { CircleCheck, CircleHelp, CircleX, X } from "lucide-react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from "react-aria-components/Toast";
import { Button } from "./button";
import { Icon, type LucideIcon } from "./icon";

export type Outcome = "done" | "failed" | "unknown";

export interface ToastMessage {
  title: string;
  detail?: string;
  /** The error code, in the code face. */
  code?: string;
  action?: { label: string; run: () => void };
}

/** Loaded with the first notice. */
export const queue = new ToastQueue<ToastMessage & { outcome: Outcome }>({ maxVisibleToasts: 3 });

const marks: Record<Outcome, { icon: LucideIcon; className: string }> = {
  done: { icon: CircleCheck, className: "text-ok-fg" },
  failed: { icon: CircleX, className: "text-danger-fg" },
  unknown: { icon: CircleHelp, className: "text-warn-fg" },
};

export function ToastShelf() {
  return (
    <AriaToastRegion
      queue={queue}
      aria-label="Notices"
      className="fixed end-4 bottom-4 z-(--z-toast) flex w-90 max-w-[calc(100vw-2rem)] flex-col-reverse gap-2 outline-none max-sm:bottom-18"
    >
      {({ toast: each }) => {
        const { outcome, title, detail, code, action } = each.content;
        return (
          <AriaToast toast={each} className="flex items-start gap-3 rounded-lg bg-raised p-3 shadow-popover">
            <Icon of={marks[outcome].icon} className={`mt-0.5 ${marks[outcome].className}`} />
            <ToastContent className="min-w-0 flex-1">
              <Text slot="title" className="block text-sm font-medium text-fg">
                {title}
              </Text>
              {detail === undefined && code === undefined ? null : (
                <Text slot="description" className="block text-xs text-fg-soft">
                  {detail} {code === undefined ? null : <code className="font-mono">{code}</code>}
                </Text>
              )}
            </ToastContent>
            {action === undefined ? null : (
              <Button
                slot={null}
                variant="quiet"
                size="sm"
                onPress={() => {
                  action.run();
                  queue.close(each.key);
                }}
              >
                {action.label}
              </Button>
            )}
            <AriaButton
              slot="close"
              aria-label="Close"
              className="state-layer target flex size-6 items-center justify-center rounded-sm text-fg-faint"
            >
              <Icon of={X} size={14} />
            </AriaButton>
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
