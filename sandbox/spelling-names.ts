/** How one thing is written in more than one way: where the guide's tables, its examples and real servers differ. */

/** Values that are numbers in one place and texts in another. */
export const LOOSE: ReadonlySet<string> = new Set(
  `accountType accStatus activationTime affirmedState alarmOutputState alarmState anr attendanceStatus authResult
availableAlarmInputChannelNum availableAlarmOutputChannelNum availableCameraChannelNum batchId bias callType
captureIndex clockInSource clockOutSource currentEvent dataRetransmission daylightBias devSerialNo direction
distributionStatus driveDirection elementType enable enableCloudStorage enableLocalStorage encrypted endDate endTime
eventMainType eventType existSubArea expiredStatus expiredTime expireTime failed fileContent fingerQuality gender
generationMode hasCameraSnapPic hasDevVideoRecord height isEncrypted isExpired lastExpiredTime level loopCount
markState moreData msgType no offlineCount offlineDuration online onlineStatus openCount packageStatus page
pageIndex pageNum pageSize peopleCount permissionState personAmount preRecord pulseAlarm purchaseAmount
remainingAmount remainingNumber resourceType roomNum roomNumber saveState serialNo snapPicType speed speedLimit
startDate startTime state status storageTime streamEncryptEnable succeeded successCount swipeAuthResult
systemTemplate systemTimeZoneID targetType timeValue timeZone timeZoneID total totalAmount totalNum totalPerson
totalRoom type usageType usingAmount vehicleListType vehicleType waitTime weekday`.split(/\s+/),
);

/** Names of a key, the guide's first, by where it stands: anywhere, in the rows of a list, in the answers of a path. */
const NAMES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  anywhere: {
    alarmLogList: ["alarmLogList", "alarmlogList"],
    alarmMsg: ["alarmMsg", "AlarmMsg"],
    areaID: ["areaID", "areaId"],
    eventData: ["eventData", "evenData", "data"],
    events: ["events", "event"],
    linkageTypes: ["linkageTypes", "linkageType"],
    queueRelatedInfo: ["queueRelatedInfo", "queueReletedInfo"],
    receivingSchedule: ["receivingSchedule", "alarmpriorities"],
    resourceInfo: ["resourceInfo", "resource"],
    sourceID: ["sourceID", "sourceId"],
    taskId: ["taskId", "taskid"],
    vehicleRelatedInfo: ["vehicleRelatedInfo", "vehicleReletedInfo"],
  },
  alarmLogList: { guid: ["guid", "alarmId"] },
  file: { url: ["url", "URL"] },
  reportDataList: { groupName: ["groupName", "fullPath"] },
  tempAuthList: {
    creatorId: ["creatorId", "creatorid"],
    endTime: ["endTime", "endDate"],
    startTime: ["startTime", "startDate"],
  },
  // Records of swipes stand under a recordList too, which has one name.
  "/video/v1/record/element/search": { recordList: ["recordList", "recordSetting"] },
};

/** What a key may be called in a row of `list` ("" outside lists) of an answer to `path`. */
export function namesOf(key: string, list: string, path: string): readonly string[] {
  return NAMES[list]?.[key] ?? NAMES[path]?.[key] ?? NAMES["anywhere"]?.[key] ?? [key];
}
