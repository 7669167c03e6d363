/** The sound of a call: made here, and only in a window where somebody has pressed something. */

let context: AudioContext | undefined;

/** Call it in a press: only then may a window make a sound. */
export async function unlockTone(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
}

/** Three rising notes. Returns whether this window may ring at all. */
export function ringTone(): boolean {
  if (context?.state !== "running") return false;
  const start = context.currentTime + 0.02;
  for (const [at, hertz] of [523, 659, 784].entries()) {
    const [from, to] = [start + at * 0.18, start + at * 0.18 + 0.16];
    const gain = context.createGain();
    // A tone that begins or ends at once clicks.
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(0.3, from + 0.012);
    gain.gain.setValueAtTime(0.3, to - 0.03);
    gain.gain.linearRampToValueAtTime(0, to);
    const tone = context.createOscillator();
    tone.type = "triangle";
    tone.frequency.value = hertz;
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(to + 0.02);
  }
  return true;
}
