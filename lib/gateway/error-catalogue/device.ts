import type { Family } from "./family";

const NEWER = "The cloud refused this with a code of a newer release whose meaning is not published.";
const REPORT = "Note the code and ask the vendor's support what it stands for.";

/** EVZ: devices and video, from the streaming cloud. LAP: the layer between. */
export const device: Family = {
  EVZ10001: [
    422,
    "The verification code of the device is not well formed.",
    "Enter the code printed on the device's label.",
  ],
  EVZ20002: [
    404,
    "No device with this serial number is registered in this region.",
    "Check the serial number, and that the device is registered in the region of the account.",
  ],
  EVZ20007: [503, "The device is offline.", "Check its power and network connection."],
  EVZ20008: [504, "The device did not answer in time.", "Try again; a sleeping device may need a moment to wake."],
  EVZ20010: [
    422,
    "The verification code does not belong to this device.",
    "Enter the code printed on the device's label.",
  ],
  EVZ20013: [409, "Another account owns the device.", "Have it removed there first, or ask the vendor to release it."],
  EVZ20014: [422, "The serial number is not a valid one.", "Enter the serial number printed on the device's label."],
  EVZ20017: [409, "This account has added the device already.", "Refresh the list of devices."],
  EVZ20018: [403, "The device does not belong to this account.", "Add the device to the account first."],
  EVZ60012: [502, "The device reported an error it does not explain.", "Check the device, then try again."],
  EVZ60019: [
    422,
    "The video of this device is encrypted and no verification code was given.",
    "Enter the device's verification code, or turn encryption off on the device.",
  ],
  EVZ60020: [422, "The device does not know this command.", "Use a device that supports it, or update its firmware."],
  LAP000001: [422, "A value in the request was not accepted.", "Check the values entered and try again."],
  LAP000004: [504, "A cloud service behind the gateway did not answer in time.", "Try again in a moment."],
  LAP000026: [409, "What was to be added is there already.", "Refresh the list; nothing else is needed."],
  LAP000100: [502, NEWER, REPORT],
  LAP300001: [
    502,
    "This region does not know the access key.",
    "Check the access key and that the configured region is the account's own.",
  ],
};
