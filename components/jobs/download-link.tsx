import { Download } from "lucide-react";
import { buttonClass, type ButtonSize, type ButtonVariant } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

export interface DownloadLinkProps {
  href: string;
  name: string;
  /** What it reads; the file's name is part of its accessible name. */
  children: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** A file of ours; the browser saves it and the page stays. */
export function DownloadLink({ href, name, children, variant = "default", size = "md" }: DownloadLinkProps) {
  return (
    <a href={href} download={name} className={buttonClass(variant, size)}>
      <span className="flex items-center gap-2">
        <Icon of={Download} />
        {children}
        <span className="sr-only">
          , <bdi>{name}</bdi>
        </span>
      </span>
    </a>
  );
}
