"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useReadAnew } from "@/components/commands/use-read-anew";
import { FormCheckbox, FormSelect, FormTextField } from "@/components/form/fields";
import { Form, useSubmitForm } from "@/components/form/form";
import { AskingDialog } from "@/components/form/form-dialog";
import { toast } from "@/components/ui/toast";
import { editDevice } from "@/lib/domains/devices/queries";
import { type DeviceDetail, EditDevice, type EditDeviceInput } from "@/lib/domains/devices/schema";
import { timeZoneQueries } from "@/lib/domains/time-zones/queries";

/** Name, time zone and sign-in of a device; what is left empty stays as it is. */
export function EditDeviceDialog({ device, onClose }: { device: DeviceDetail; onClose: () => void }) {
  const readAnew = useReadAnew();
  const { data } = useInfiniteQuery(timeZoneQueries.list());
  const zones = data?.pages.flatMap(({ items }) => items) ?? [];
  const control = useSubmitForm<EditDeviceInput, EditDevice>({
    schema: EditDevice,
    defaultValues: {
      name: device.name,
      userName: "",
      password: "",
      ...(device.timeZone === null ? {} : { timeZone: { id: device.timeZone.id, applyToDevice: false } }),
    },
    submit: async ({ timeZone, ...values }) => {
      const moved = timeZone !== undefined && (timeZone.applyToDevice || timeZone.id !== device.timeZone?.id);
      await editDevice(device.id, moved ? { ...values, timeZone } : values).finally(() => readAnew("devices"));
      toast.done({ title: "Device changed" });
      onClose();
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title="Edit device">
      <Form control={control} submitLabel="Save changes" busyLabel="Saving" onCancel={onClose} className="pt-3">
        <FormTextField name="name" label="Name" limit={32} autoFocus autoComplete="off" />
        <FormSelect
          name="timeZone.id"
          label="Time zone"
          options={zones.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        />
        <FormCheckbox name="timeZone.applyToDevice">Set the device&apos;s own clock to it</FormCheckbox>
        <FormTextField
          name="userName"
          label="User name of the device"
          aside="optional"
          hint="Only if its sign-in has changed."
          autoComplete="off"
        />
        <FormTextField
          name="password"
          label="Password of the device"
          aside="optional"
          hint="Passed on to the cloud account; it is not kept here."
          type="password"
          autoComplete="new-password"
        />
      </Form>
    </AskingDialog>
  );
}
