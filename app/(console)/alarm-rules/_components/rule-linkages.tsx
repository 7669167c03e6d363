import { Name } from "@/components/ui/name";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { LinkageConfig, RuleLinkage } from "@/lib/domains/alarm-rules/schema";
import { linkageWords } from "@/lib/domains/alarm-rules/terms";

function Named({ things }: { things: readonly { id: string; name: string }[] }) {
  return things.map(({ id, name }, index) => (
    <span key={id}>
      {index === 0 ? null : ", "}
      <Name>{name}</Name>
    </span>
  ));
}

function Config({ config }: { config: LinkageConfig }) {
  switch (config.kind) {
    case "record":
      return (
        <>
          <Named things={config.cameras} />: {config.beforeSeconds} s before to {config.afterSeconds} s after
        </>
      );
    case "capture":
      return (
        <>
          <Named things={config.cameras} />: every {config.intervalSeconds} s,{" "}
          {config.when === "atEvent" ? "when it happens" : "before, when and after it happens"}
        </>
      );
    case "alarmOutput":
      return (
        <>
          <Named things={config.outputs} />:{" "}
          {config.closeAfter === null ? "on until somebody switches it off" : `off again after ${config.closeAfter}`}
        </>
      );
    case "email":
      return <>Template {config.templateId}</>;
  }
}

/** What was set from here: the gateway cannot list linkages, so those set elsewhere are not known. */
export function RuleLinkages({ linkages }: { linkages: readonly RuleLinkage[] }) {
  return (
    <section aria-label="Linkages" className="mt-6">
      <h3 className="text-md font-semibold">Linkages</h3>
      <p className="mt-1 text-xs text-fg-soft">
        Set here; the gateway cannot list them. What was set or removed in the account&apos;s own portal does not show.
      </p>
      {linkages.length === 0 ? (
        <p className="mt-2 text-sm text-fg-faint">None set here</p>
      ) : (
        <ul className="mt-2 divide-y divide-line-soft rounded-md border border-line text-sm">
          {linkages.map(({ id, kind, config, result, setBy, setAt }) => (
            <li key={id} className="px-2.5 py-1.5">
              <p className="flex items-baseline justify-between gap-2">
                <span className="font-medium text-fg">{linkageWords[kind]}</span>
                {result === "unknown" ? <Tag tone="warn">Result unknown</Tag> : null}
              </p>
              <p className="text-fg-soft wrap-anywhere">
                <Config config={config} />
              </p>
              <p className="text-xs text-fg-faint">
                {setBy === null ? "Somebody who is gone" : <Name>{setBy}</Name>}, <Time at={setAt} as="dateTime" />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
