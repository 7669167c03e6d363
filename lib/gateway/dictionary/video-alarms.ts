import type { Words } from "./meaning";

/** What cameras and recorders notice: Video Security of A.1.4. */
export const videoAlarms: Words = {
  "10001": ["videoTampering", "Camera covered or turned away"],
  "10002": ["motionDetection", "Motion"],
  "10016": ["faceCapture", "Face captured"],
  "10019": ["crowdDensity", "Crowd too dense"],
  "10032": ["fireAndSmoke", "Fire or smoke"],
  "10033": ["temperature", "Temperature out of range"],
  "10034": ["temperatureDifference", "Temperature difference out of range"],
  "10035": ["severalTargetKinds", "People or vehicles captured"],
  "10036": ["temperatureWarning", "Temperature near its limit"],
  "10100": ["lineCrossing", "Line crossed"],
  "10101": ["regionEntered", "Region entered"],
  "10102": ["regionLeft", "Region left"],
  "10103": ["intrusion", "Intrusion"],
  "10106": ["fastMovement", "Fast movement"],
  "10500": ["plateBlocked", "Number plate on the block list"],
  "10501": ["plateAllowed", "Number plate on the allow list"],
  "10610": ["queueTime", "Waiting in a queue too long"],
  "10611": ["queueLength", "Queue too long"],
  "10621": ["peopleCountAbnormal", "Unusual number of people"],
  "10630": ["guardAbsent", "Nobody on duty at the post"],
  "10635": ["maskMissing", "No mask worn"],
  "10636": ["distanceTooSmall", "People too close to each other"],
  "50000": ["alarmInput", "Alarm input triggered"],
  "100105": ["peopleDensity", "People density"],
  "100657": ["queueLeft", "Somebody left the queue"],
  "50101": ["deviceOffline", "Device offline"],
  "50120": ["deviceOnline", "Device back online"],
  "50102": ["recorderDiskFull", "Recorder disk full"],
  "50110": ["recorderLoginRefused", "Recorder refused a login"],
  "50103": ["recorderDiskFault", "Recorder cannot read or write its disk"],
};

/** Of panels and their inputs: Alarm Detection of A.1.4. */
export const panelAlarms: Words = {
  "20008": ["alarmInputRestored", "Alarm input restored"],
  "70001": ["disarmed", "Disarmed"],
  "70002": ["armed", "Armed"],
  "70003": ["armedInstantly", "Armed without delay"],
  "70004": ["armedStaying", "Armed with people staying"],
  "70006": ["alarmCleared", "Alarm cleared"],
  "100302": ["bypassed", "Zone bypassed"],
  "100303": ["bypassEnded", "Zone bypass ended"],
};
