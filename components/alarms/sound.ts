"use client";

import { useSyncExternalStore } from "react";
import { preferenceCookies } from "@/components/shell/preferences";
import { keepCookie, keptHere } from "@/components/ui/kept-cookie";
import type { AlarmPriority } from "@/lib/domains/alarms/terms";

/** Tones by priority, made here: nothing is loaded, nothing rings that nobody switched on. */

type Tone = readonly [hertz: number, atMs: number, lastsMs: number];

/** dead: the console itself hears nothing any more; call: somebody is called because nobody acknowledged. */
type What = AlarmPriority | "dead" | "call";

/** The more urgent, the higher, longer and more often. */
const tones: Record<What, { volume: number; notes: readonly Tone[] }> = {
  1: {
    volume: 0.35,
    notes: [
      [988, 0, 140],
      [784, 160, 140],
      [988, 320, 140],
      [784, 480, 140],
      [988, 640, 220],
    ],
  },
  2: {
    volume: 0.25,
    notes: [
      [784, 0, 150],
      [784, 220, 200],
    ],
  },
  3: { volume: 0.2, notes: [[587, 0, 220]] },
  4: { volume: 0.12, notes: [[440, 0, 160]] },
  call: {
    volume: 0.3,
    notes: [
      [523, 0, 160],
      [659, 180, 160],
      [784, 360, 160],
    ],
  },
  dead: {
    volume: 0.3,
    notes: [
      [392, 0, 260],
      [294, 280, 260],
      [220, 560, 420],
    ],
  },
};

/** off: nobody wants it; blocked: wanted, but the browser waits for a press in this window; on: it rings. */
export type Sound = "off" | "blocked" | "on";

let context: AudioContext | undefined;
let wanted: boolean | undefined;
const watchers = new Set<() => void>();
const changed = () => {
  for (const watcher of watchers) watcher();
};

function isWanted(): boolean {
  wanted ??= keptHere(preferenceCookies.alarmSound) === "on";
  return wanted;
}

function state(): Sound {
  if (!isWanted()) return "off";
  return context?.state === "running" ? "on" : "blocked";
}

/** Call it in a press: only then may a window make a sound. */
async function unlock(): Promise<void> {
  context ??= new AudioContext();
  context.onstatechange = changed;
  await context.resume();
  changed();
}

export async function switchSound(on: boolean): Promise<void> {
  wanted = on;
  keepCookie(preferenceCookies.alarmSound, on ? "on" : "off");
  changed();
  if (on) await unlock();
  else await context?.suspend();
  changed();
}

/** Rings, if it was switched on and this window may. */
export function ring(what: What): void {
  if (state() !== "on" || context === undefined) return;
  const { volume, notes } = tones[what];
  const start = context.currentTime + 0.02;
  for (const [hertz, atMs, lastsMs] of notes) {
    const [from, to] = [start + atMs / 1_000, start + (atMs + lastsMs) / 1_000];
    const gain = context.createGain();
    // A tone that begins or ends at once clicks.
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(volume, from + 0.012);
    gain.gain.setValueAtTime(volume, to - 0.03);
    gain.gain.linearRampToValueAtTime(0, to);
    const tone = context.createOscillator();
    tone.type = "triangle";
    tone.frequency.value = hertz;
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(to + 0.02);
  }
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  // Any press in the window is consent enough to go on with what was switched on before.
  const press = () => {
    if (state() === "blocked") void unlock();
  };
  document.addEventListener("pointerdown", press);
  document.addEventListener("keydown", press);
  return () => {
    watchers.delete(watcher);
    document.removeEventListener("pointerdown", press);
    document.removeEventListener("keydown", press);
  };
}

export function useSound(): Sound {
  return useSyncExternalStore(watch, state, () => "off");
}
