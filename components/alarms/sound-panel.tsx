"use client";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { priorities, priorityWords } from "@/lib/domains/alarms/terms";
import { switchNotices, useNotices } from "./desktop-news";
import { ring, switchSound, useSound } from "./sound";

/** What this window does when an alarm comes: rings, and tells the desktop. */
export function SoundPanel() {
  const sound = useSound();
  const notices = useNotices();
  return (
    <>
      <Checkbox isSelected={sound !== "off"} onChange={(on) => void switchSound(on)}>
        Ring when an alarm comes
      </Checkbox>
      <p className="ms-6 text-xs text-fg-faint">
        {sound === "blocked"
          ? "The browser waits for a press in this window."
          : "In this browser, by priority. Also when the queue stands still."}
      </p>
      <div className="mt-2 ms-6 flex flex-wrap gap-1.5">
        {priorities.map((priority) => (
          <Button
            key={priority}
            size="sm"
            isDisabled={sound !== "on"}
            aria-label={`Play the sound of priority ${priority}, ${priorityWords[priority].toLowerCase()}`}
            onPress={() => ring(priority)}
          >
            {priority}
          </Button>
        ))}
      </div>
      <div className="mt-3 border-t border-line pt-3">
        <Checkbox
          isSelected={notices === "on"}
          isDisabled={notices === "refused" || notices === "unavailable"}
          onChange={(on) => void switchNotices(on)}
        >
          Show notices on the desktop
        </Checkbox>
        <p className="ms-6 text-xs text-fg-faint">
          {notices === "refused"
            ? "The browser refuses them for this site. Allow them in its settings."
            : notices === "unavailable"
              ? "This browser has none."
              : "While this window is behind others."}
        </p>
      </div>
    </>
  );
}
