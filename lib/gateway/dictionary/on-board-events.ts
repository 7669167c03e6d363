/** An event of a vehicle under its code in A.1.4 and its code in A.1.7 (without "Msg"); null where a list lacks it. */
type Row = readonly [alarm: string | null, message: string | null, key: string, label: string];

// The scan lost most message codes of this family; they are the vendor's own, as other users of the gateway list them.
const ROWS: readonly Row[] = [
  ["100370", "330101", "panicButton", "Panic button pressed"],
  ["100371", "330102", "vehicleAlarmInput", "Alarm input of the vehicle"],
  ["100364", "330201", "forwardCollision", "Danger of a frontal collision"],
  ["100365", "330202", "headway", "Too close to the vehicle in front"],
  ["100366", "330203", "laneDeparture", "Drifting out of the lane"],
  ["100367", "330204", "pedestrianCollision", "Danger of hitting a pedestrian"],
  ["100368", "330205", "speedLimit", "Speed limit passed"],
  ["100369", "330301", "blindSpot", "Something in the blind spot"],
  ["11012", "330401", "sharpTurn", "Sharp turn"],
  ["11013", "330402", "suddenBraking", "Sudden braking"],
  ["11014", "330403", "suddenAcceleration", "Sudden acceleration"],
  ["11010", "330404", "rollover", "Vehicle rolled over"],
  ["11009", "330405", "speeding", "Speeding"],
  ["11011", "330406", "collision", "Collision"],
  ["330407", "330407", "ignitionOn", "Ignition on"],
  ["330408", "330408", "ignitionOff", "Ignition off"],
  ["100359", "330501", "smoking", "Driver smoking"],
  ["100360", "330502", "phoneAtWheel", "Driver using a mobile phone"],
  ["100361", "330503", "fatigue", "Driver tired"],
  ["100362", "330504", "distraction", "Driver distracted"],
  ["100363", "330505", "seatBelt", "Seat belt not fastened"],
  ["100396", "330506", "vehicleCameraCovered", "Camera of the vehicle covered"],
  ["100372", "330507", "yawning", "Driver yawning"],
  ["100373", "330508", "infraredSunglasses", "Driver wearing sunglasses that block infrared"],
  ["100374", "330509", "driverAbsent", "No driver at the wheel"],
  ["330510", "330510", "frontPassenger", "Front passenger detected"],
  ["100375", "335000", "driverMatches", "Driver belongs to the vehicle"],
  ["100376", "335001", "driverDoesNotMatch", "Driver does not belong to the vehicle"],
  ["100351", null, "fenceEntered", "Vehicle entered a fenced zone"],
  ["100352", null, "routeLeft", "Vehicle left its route"],
  ["100398", null, "routeEntered", "Vehicle entered its route"],
  ["100377", null, "drivingLicenceExpired", "Driving licence expired"],
];

/** Events of vehicles by their codes of one list: 0 for alarm types (A.1.4), 1 for messages (A.1.7). */
export function onBoardEvents(list: 0 | 1) {
  return ROWS.flatMap((row) => {
    const [code, key, label] = [row[list], row[2], row[3]];
    return code === null ? [] : [[code, { key, label, category: "onBoard" as const }] as const];
  });
}
