"use client";

import { Volume2, VolumeX } from "lucide-react";
import dynamic from "next/dynamic";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Popover } from "@/components/ui/popover";
import { useSound } from "./sound";

const SoundPanel = dynamic(() => insist(() => import("./sound-panel")).then((module) => module.SoundPanel));

const words = { on: "Sound on", off: "Sound off", blocked: "Press for sound" } as const;

/** Whether this window rings, what it sounds like, and notices of the desktop. */
export function SoundButton() {
  const sound = useSound();
  return (
    <Popover
      label="Sound and notices"
      placement="bottom end"
      className="w-72 p-3"
      trigger={
        <Button
          variant="quiet"
          icon={sound === "on" ? Volume2 : VolumeX}
          {...(sound === "blocked" ? { className: "text-warn-fg!" } : {})}
        >
          {words[sound]}
        </Button>
      }
    >
      <SoundPanel />
    </Popover>
  );
}
