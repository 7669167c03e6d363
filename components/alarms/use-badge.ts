"use client";

import { useEffect, useSyncExternalStore } from "react";

const counted = /^\(\d+\+?\) /;

function useHidden(): boolean {
  return useSyncExternalStore(
    (tell) => {
      document.addEventListener("visibilitychange", tell);
      return () => document.removeEventListener("visibilitychange", tell);
    },
    () => document.hidden,
    () => false,
  );
}

/** The mark with a dot, as the browser's tab shows it. Its colours are those of the tokens, which no icon can read. */
function dotted(): string {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("canvas");
  probe.width = probe.height = 32;
  const pen = probe.getContext("2d");
  if (pen === null) return "/icon.svg";
  const arch = (x: number, width: number, top: number, colour: string) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 3.4;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(x, 29);
    pen.lineTo(x, top);
    pen.arc(x + width / 2, top, width / 2, Math.PI, 0);
    pen.lineTo(x + width, 29);
    pen.stroke();
  };
  arch(4.5, 23, 14.5, style.getPropertyValue("color"));
  arch(11.2, 9.6, 15.6, style.getPropertyValue("color"));
  pen.fillStyle = colourOf("var(--p1-solid)");
  pen.beginPath();
  pen.arc(24, 8, 8, 0, 2 * Math.PI);
  pen.fill();
  return probe.toDataURL();
}

function colourOf(token: string): string {
  const probe = document.createElement("span");
  probe.style.color = token;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** How many are new, in the title and on the icon of the tab: on the queue's own page, and on any that is out of sight. */
export function useBadge(count: number, ownPage: boolean): void {
  const hidden = useHidden();
  const shown = (ownPage || hidden) && count > 0;

  useEffect(() => {
    const prefix = shown ? `(${count > 99 ? "99+" : count}) ` : "";
    const write = () => {
      const bare = document.title.replace(counted, "");
      if (document.title !== `${prefix}${bare}`) document.title = `${prefix}${bare}`;
    };
    write();
    // The title changes with the page, and begins without the number again.
    const observer = new MutationObserver(write);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      document.title = document.title.replace(counted, "");
    };
  }, [count, shown]);

  useEffect(() => {
    if (!shown) return;
    const link = document.createElement("link");
    link.rel = "icon";
    link.href = dotted();
    document.head.append(link);
    return () => link.remove();
  }, [shown]);
}
