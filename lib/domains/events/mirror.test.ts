import { expect, test } from "vitest";
import { messageBatch } from "@/lib/testing/messages";
import { queueEvent } from "./mirror";

test("of a driver neither licence nor telephone number is kept, on the message queue either", () => {
  const driverInfos = [{ driverId: "d1", driverName: "Ada", driverPhone: "+56 9", licenseInfo: { licenseNo: "L-77" } }];
  const { batch, queue } = messageBatch([
    {
      basicInfo: { msgType: "Msg330101", occurrenceTime: "2026-11-20T10:00:00Z" },
      uuid: "v-1",
      vehicleRelatedInfo: { vehicleInfo: { licensePlate: "AB-1", driverInfos } },
      data: { vehicleRelatedInfo: { vehicleInfo: { licensePlate: "AB-1", driverInfos } } },
    },
  ]);
  const [message] = batch.messages;
  if (queue !== "messages" || message === undefined || !("uuid" in message)) throw new Error("not a message");
  expect(message.vehicle?.drivers).toMatchObject([{ name: "Ada", phone: "+56 9" }]);
  const event = queueEvent(message, { receivedAt: "2026-11-20T10:00:01Z", zonelessMinutes: 0, place: "messages/1/0" });
  expect(event.details["vehicle"]).toMatchObject({ plate: "AB-1", drivers: [{ name: "Ada" }] });
  expect(JSON.stringify(event)).not.toMatch(/L-77|56 9/);
});
