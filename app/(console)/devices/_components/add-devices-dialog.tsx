"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp, CircleCheck, Plus, X } from "lucide-react";
import { useState } from "react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { ItemResults } from "@/components/commands/item-results";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { categoryInWords } from "@/components/elements/device-category";
import { FormArea, FormCheckbox, FormSelect, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { Button, IconButton } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { toast } from "@/components/ui/toast";
import type { ItemResult } from "@/lib/domains/commands/schema";
import { addDevices } from "@/lib/domains/devices/queries";
import { addableCategories, AddDevices, type AddDevicesInput } from "@/lib/domains/devices/schema";
import { ADD_MAX } from "@/lib/domains/devices/terms";
import { timeZoneQueries } from "@/lib/domains/time-zones/queries";
import { ApiProblem } from "@/lib/http/fetcher";

const blank = {
  name: "",
  serial: "",
  verifyCode: "",
  userName: "",
  password: "",
  streamSecretKey: "",
  licensePlateNo: "",
};

/** Codes that are about one field. */
const fieldOf: Readonly<Record<string, "name" | "serial" | "verifyCode">> = {
  EVZ20002: "serial",
  EVZ20014: "serial",
  EVZ20017: "serial",
  EVZ20010: "verifyCode",
  EVZ20011: "verifyCode",
  VMS021305: "name",
};

const sentence = ({ meaning, advice, code }: ItemResult) => [meaning, advice, code].filter(Boolean).join(" ");

/** Devices by serial number and verification code. Those that were added stay as such; the rest keep what was typed. */
export function AddDevicesDialog({ onClose }: { onClose: () => void }) {
  const readAnew = useReadAnew();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const [results, setResults] = useState<readonly ItemResult[]>([]);
  const control = useSubmitForm<AddDevicesInput, AddDevices>({
    schema: AddDevices,
    defaultValues: {
      category: "encodingDevice",
      timeZone: { id: "", applyToDevice: true },
      importTo: "new",
      areaId: null,
      devices: [blank],
    },
    submit: async (values) => {
      const waiting = values.devices.filter(({ serial }) => !added.has(serial));
      const answer = await addDevices({ ...values, devices: waiting }).finally(() =>
        readAnew("devices", "areas", "cameras", "doors", "alarm-inputs", "alarm-outputs"),
      );
      const done = new Set([...added, ...answer.items.flatMap(({ id, result }) => (result === "done" ? [id] : []))]);
      if (values.devices.every(({ serial }) => done.has(serial))) {
        toast.done({ title: done.size === 1 ? "Device added" : `${done.size} devices added` });
        onClose();
        return;
      }
      setAdded(done);
      const known = answer.items.filter(({ code }) => code !== null && code in fieldOf);
      setResults(answer.items.filter((item) => item.result !== "done" && !known.includes(item)));
      if (known.length === 0) return;
      throw new ApiProblem("Not every device was added.", {
        status: 422,
        kind: "refused",
        title: "Not every device was added",
        errors: known.map((item) => {
          const index = values.devices.findIndex(({ serial }) => serial === item.id);
          return { field: `devices.${index}.${fieldOf[item.code ?? ""]}`, message: sentence(item) };
        }),
      });
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Add devices" className="max-w-140">
      <Form control={control} submitLabel="Add to account" busyLabel="Adding" onCancel={onClose} className="pt-3">
        <Devices added={added} />
        <Common />
        {results.length === 0 ? null : <ItemResults items={results} label="Not added" />}
      </Form>
    </AskingDialog>
  );
}

function Devices({ added }: { added: ReadonlySet<string> }) {
  const { control } = useFormContext<AddDevicesInput>();
  const { fields, append, remove } = useFieldArray({ control, name: "devices", keyName: "key" });
  const devices = useWatch({ control, name: "devices" });
  return (
    <>
      {fields.map(({ key }, index) => {
        const { serial = "", name = "" } = devices[index] ?? {};
        return added.has(serial.trim()) ? (
          <p key={key} className="flex items-center gap-2 rounded-md border border-line px-3 py-2 text-fg">
            <Icon of={CircleCheck} className="text-ok-fg" />
            <Name className="min-w-0 flex-1 wrap-anywhere">{name}</Name>
            <span className="text-xs text-ok-fg">Added</span>
          </p>
        ) : (
          <DeviceFields
            key={key}
            index={index}
            only={fields.length === 1}
            onRemove={fields.length === 1 ? undefined : () => remove(index)}
          />
        );
      })}
      {fields.length >= ADD_MAX ? (
        <p className="text-xs text-fg-faint">At most {ADD_MAX} at a time.</p>
      ) : (
        <Button {...steady} size="sm" icon={Plus} className="self-start" onPress={() => append(blank)}>
          Another device
        </Button>
      )}
    </>
  );
}

/** Leaving a field shows what it lacks, and that line must not push away the button that is being pressed. */
const steady = { preventFocusOnPress: true } as const;

interface DeviceFieldsProps {
  index: number;
  only: boolean;
  onRemove: (() => void) | undefined;
}

function DeviceFields({ index, only, onRemove }: DeviceFieldsProps) {
  const { control } = useFormContext<AddDevicesInput>();
  const category = useWatch({ control, name: "category" });
  const [more, setMore] = useState(false);
  const field = (name: keyof typeof blank) => `devices.${index}.${name}`;
  return (
    <fieldset className="relative flex flex-col gap-3 rounded-md border border-line p-3">
      <legend className="sr-only">{`Device ${index + 1}`}</legend>
      {only ? null : (
        <p className="flex items-center justify-between text-xs font-medium text-fg-soft">
          Device {index + 1}
          {onRemove === undefined ? null : (
            <IconButton icon={X} size="sm" label={`Leave device ${index + 1} out`} onPress={onRemove} />
          )}
        </p>
      )}
      <FormTextField name={field("name")} label="Name" limit={64} autoFocus={index === 0} autoComplete="off" />
      <div className="grid gap-3 sm:grid-cols-2">
        <FormTextField name={field("serial")} label="Serial number" autoComplete="off" spellCheck="false" />
        <FormTextField
          name={field("verifyCode")}
          label="Verification code"
          hint="On the device's label; it is not kept here."
          autoComplete="off"
          spellCheck="false"
        />
      </div>
      {category === "mobileDevice" ? (
        <FormTextField name={field("licensePlateNo")} label="Licence plate of its vehicle" autoComplete="off" />
      ) : null}
      <Button
        {...steady}
        variant="quiet"
        size="sm"
        icon={more ? ChevronUp : ChevronDown}
        className="-ms-2 self-start"
        aria-expanded={more}
        onPress={() => setMore(!more)}
      >
        Sign-in of the device
      </Button>
      {more ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <FormTextField name={field("userName")} label="User name" aside="optional" autoComplete="off" />
          <FormTextField
            name={field("password")}
            label="Password"
            aside="optional"
            type="password"
            autoComplete="new-password"
          />
          <FormTextField
            name={field("streamSecretKey")}
            label="Stream key"
            aside="optional"
            type="password"
            autoComplete="new-password"
          />
        </div>
      ) : null}
    </fieldset>
  );
}

const imports = [
  { value: "new", label: "A new area with the device's name" },
  { value: "area", label: "An area there is already" },
  { value: "none", label: "No area for now" },
] as const;

/** What holds for all of them. */
function Common() {
  const { control } = useFormContext<AddDevicesInput>();
  const importTo = useWatch({ control, name: "importTo" });
  const { data } = useInfiniteQuery(timeZoneQueries.list());
  const zones = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <FormSelect
        name="category"
        label="Category"
        options={addableCategories.map((value) => ({ value, label: categoryInWords(value) }))}
      />
      <FormSelect
        name="timeZone.id"
        label="Time zone"
        options={zones.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      />
      <FormCheckbox name="timeZone.applyToDevice">Set the device&apos;s own clock to it</FormCheckbox>
      <FormSelect name="importTo" label="Its cameras, doors, inputs and outputs go to" options={imports} />
      {importTo === "area" ? <FormArea name="areaId" label="Area" /> : null}
    </>
  );
}
