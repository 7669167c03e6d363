"use client";

import { useQuery } from "@tanstack/react-query";
import { ObjectHistory } from "@/components/audit/object-history";
import { abilitiesInWords } from "@/components/cameras/abilities";
import { pictureNews, Thumbnail } from "@/components/cameras/thumbnail";
import { StateSince } from "@/components/elements/element-columns";
import { ElementFacts } from "@/components/elements/element-facts";
import { BackLink } from "@/components/mirror/back-link";
import { DetailTrouble } from "@/components/mirror/detail-states";
import { Facts, NotKnown } from "@/components/mirror/facts";
import { useRefresh } from "@/components/mirror/use-refresh";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { isMissing } from "@/components/ui/trouble";
import { may } from "@/lib/auth/roles";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import type { CameraDetail } from "@/lib/domains/cameras/schema";
import { Snapshots } from "./_components/snapshots";

const parent = { label: "Cameras", href: "/cameras" };

export function CameraPage({ id }: { id: string }) {
  const query = useQuery(cameraQueries.detail(id));
  const camera = query.data;
  const { person } = useShell();
  const refresh = useRefresh(["cameras"]);
  if (camera === undefined || isMissing(query.error)) {
    return <DetailTrouble noun="camera" parent={parent} query={query} />;
  }
  return (
    <PageFrame
      title={<Name>{camera.name}</Name>}
      parent={parent}
      age={camera}
      onRefresh={refresh.onRefresh}
      refreshing={refresh.refreshing}
      note={refresh.problem === undefined ? undefined : <span className="text-warn-fg">{refresh.problem}</span>}
    >
      <div className="flex min-h-full flex-col bg-surface lg:flex-row">
        <section aria-label="Picture" className="min-w-0 flex-1 bg-canvas p-4 sm:p-5">
          <div className="mx-auto max-w-[calc((100dvh-12rem)*16/9)]">
            <BackLink {...parent} />
            <div className="mb-3 flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <p className="min-w-0 text-xl font-semibold wrap-anywhere">
                <Name>{camera.name}</Name>
              </p>
              <StateSince state={camera.state} since={camera.stateSince} />
            </div>
            <Thumbnail camera={camera} size="large" />
            <PictureCaption camera={camera} />
            {may(person, "live:watch") ? <Snapshots camera={camera} /> : null}
          </div>
        </section>
        <section
          aria-label="Facts"
          className="shrink-0 border-line px-4 py-5 max-lg:border-t sm:px-5 lg:w-90 lg:border-s"
        >
          <h2 className="mb-4 text-md font-semibold">About</h2>
          <ElementFacts element={camera} />
          <Facts
            className="mt-2.5"
            facts={[
              {
                label: "Detects",
                value: camera.abilities.length === 0 ? <NotKnown /> : abilitiesInWords(camera.abilities),
              },
            ]}
          />
          <ObjectHistory kind="camera" id={camera.id} className="mt-6" />
        </section>
      </div>
    </PageFrame>
  );
}

function PictureCaption({ camera }: { camera: CameraDetail }) {
  return (
    <p className="mt-2 text-xs text-fg-faint">
      {camera.thumbnail.at === null ? null : (
        <>
          Picture of <Time at={camera.thumbnail.at} />.{" "}
        </>
      )}
      {pictureNews(camera)}
    </p>
  );
}
