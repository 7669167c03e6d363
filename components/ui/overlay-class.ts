/** What a popover or a menu looks like. */
export const popoverClass = "appear z-(--z-popover) rounded-lg bg-raised text-fg shadow-popover outline-none";

export type PopoverPlacement = "bottom start" | "bottom end" | "top start" | "top end" | "end top";
