"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useFieldArray, useWatch } from "react-hook-form";
import { ItemResults } from "@/components/commands/item-results";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { DeviceChooser } from "@/components/elements/device-chooser";
import { useDeviceName } from "@/components/elements/use-device-name";
import { FormTextField } from "@/components/form/fields";
import { Form, type FormControl, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { useField } from "@/components/form/use-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ChooserField } from "@/components/ui/chooser-field";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { addResources } from "@/lib/domains/areas/queries";
import { AddResources } from "@/lib/domains/areas/schema";
import { RESOURCES_MAX } from "@/lib/domains/areas/terms";
import type { ItemResult } from "@/lib/domains/commands/schema";
import { deviceQueries } from "@/lib/domains/devices/queries";
import type { DeviceChannel, ResourceType } from "@/lib/domains/devices/schema";

const groups: Record<ResourceType, string> = {
  camera: "Cameras",
  door: "Doors",
  alarmInput: "Alarm inputs",
  alarmOutput: "Alarm outputs",
};

export interface AddResourcesDialogProps {
  area: { id: string; name: string };
  onClose: () => void;
}

/** Channels of a device, chosen and named, into an area; what was refused stays with the reason. */
export function AddResourcesDialog({ area, onClose }: AddResourcesDialogProps) {
  const queries = useQueryClient();
  const readAnew = useReadAnew();
  const [results, setResults] = useState<readonly ItemResult[]>([]);
  const control = useSubmitForm({
    schema: AddResources,
    defaultValues: { deviceId: "", channels: [] },
    submit: async (values) => {
      const answer = await addResources(area.id, values).finally(() =>
        readAnew("areas", "cameras", "doors", "alarm-inputs", "alarm-outputs"),
      );
      setResults(answer.items);
      if (answer.result === "done") {
        toast.done({ title: `${answer.items.length} added to ${area.name}` });
        onClose();
        return;
      }
      const done = new Set(answer.items.filter(({ result }) => result === "done").map(({ id }) => id));
      control.form.setValue(
        "channels",
        values.channels.filter(({ id }) => !done.has(id)),
      );
      void queries.invalidateQueries({ queryKey: deviceQueries.channels(values.deviceId).queryKey });
    },
  });
  return (
    <AskingDialog
      control={control}
      onClose={onClose}
      title={
        <>
          Add to <Name>{area.name}</Name>
        </>
      }
      className="max-w-140"
    >
      <Form control={control} submitLabel="Add to area" busyLabel="Adding" onCancel={onClose} className="pt-3">
        <Channels control={control} />
        {results.length === 0 ? null : <ItemResults items={results} label="What became of them" />}
      </Form>
    </AskingDialog>
  );
}

function Channels({ control }: { control: FormControl<AddResources, AddResources> }) {
  const { form } = control;
  const { field, error } = useField("deviceId");
  const deviceId = useWatch({ control: form.control, name: "deviceId" });
  const deviceName = useDeviceName(deviceId === "" ? null : deviceId);
  return (
    <>
      <ChooserField
        label="Device"
        autoFocus
        buttonRef={field.ref}
        error={error}
        shown={deviceId === "" ? null : <Name>{deviceName ?? deviceId}</Name>}
        placeholder="Choose a device"
      >
        {(close) => (
          <DeviceChooser
            value={deviceId === "" ? null : deviceId}
            onChoose={(id) => {
              field.onChange(id);
              form.setValue("channels", []);
              close();
            }}
          />
        )}
      </ChooserField>
      {deviceId === "" ? (
        <p className="text-xs text-fg-faint">
          Its cameras, doors, inputs and outputs are then read from the cloud account.
        </p>
      ) : (
        <ChannelChoice key={deviceId} deviceId={deviceId} control={control} />
      )}
    </>
  );
}

function ChannelChoice({ deviceId, control }: { deviceId: string; control: FormControl<AddResources, AddResources> }) {
  const query = useQuery(deviceQueries.channels(deviceId));
  const { data } = query;
  const { form } = control;
  const { fields, append, remove, replace } = useFieldArray({
    control: form.control,
    name: "channels",
    keyName: "key",
  });
  if (data === undefined) {
    if (!query.isError) {
      return (
        <div aria-busy className="space-y-3">
          <Skeleton className="h-2.5 w-40" />
          <Skeleton className="h-2.5 w-56" />
          <Skeleton className="h-2.5 w-48" />
        </div>
      );
    }
    return <QueryFailure query={query} className="py-4" />;
  }
  const free = data.items.filter(({ area }) => area === null);
  const toggle = (channel: DeviceChannel, on: boolean) => {
    const index = fields.findIndex(({ id }) => id === channel.id);
    if (on && index < 0) append({ id: channel.id, name: channel.name.slice(0, 64) }, { shouldFocus: false });
    if (!on && index >= 0) remove(index);
  };
  return (
    <div>
      <p className="mb-2 flex items-center justify-between gap-2 text-xs text-fg-soft">
        <span role="status">
          {free.length === 0
            ? "Everything on this device is in an area already"
            : `${fields.length} of ${free.length} chosen`}
        </span>
        {free.length === 0 ? null : (
          <Button
            variant="quiet"
            size="sm"
            onPress={() =>
              replace(free.slice(0, RESOURCES_MAX).map(({ id, name }) => ({ id, name: name.slice(0, 64) })))
            }
          >
            Choose all
          </Button>
        )}
      </p>
      {(Object.keys(groups) as ResourceType[]).map((type) => {
        const channels = data.items.filter((channel) => channel.type === type);
        if (channels.length === 0) return null;
        return (
          <fieldset key={type} className="mb-3">
            <legend className="mb-1 text-sm font-medium text-fg">{groups[type]}</legend>
            <ul className="divide-y divide-line-soft rounded-md border border-line">
              {channels.map((channel) => {
                const index = fields.findIndex(({ id }) => id === channel.id);
                return (
                  <li key={channel.id} className="px-2.5 py-1">
                    <Checkbox
                      isSelected={index >= 0 || channel.area !== null}
                      isDisabled={channel.area !== null}
                      onChange={(on) => toggle(channel, on)}
                    >
                      <span className="flex items-baseline gap-2">
                        <Name className="min-w-0 flex-1 wrap-anywhere">{channel.name}</Name>
                        {channel.area === null ? null : (
                          <span className="text-xs text-fg-faint">
                            in <Name>{channel.area.name}</Name>
                          </span>
                        )}
                      </span>
                    </Checkbox>
                    {index < 0 ? null : (
                      <FormTextField
                        name={`channels.${index}.name`}
                        label={`Name in the area of ${channel.name}`}
                        className="mt-1 mb-2 ps-6"
                        limit={64}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          </fieldset>
        );
      })}
    </div>
  );
}
