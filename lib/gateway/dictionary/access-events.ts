export type AccessCategory = "access" | "accessGranted" | "accessDenied";

/** An event at a door under its code in A.1.4 and its code in A.1.7 (without "Msg"); null where a list lacks it. */
type Row = readonly [alarm: string | null, message: string | null, key: string, label: string];

const GRANTED: readonly Row[] = [
  ["80025", "110001", "grantedCardFingerprint", "Access granted: card and fingerprint"],
  ["80021", "110002", "grantedCardFingerprintPin", "Access granted: card, fingerprint and PIN"],
  ["80001", "110003", "grantedCard", "Access granted: card"],
  ["80002", "110004", "grantedCardPin", "Access granted: card and PIN"],
  ["80032", "110005", "grantedFingerprint", "Access granted: fingerprint"],
  ["80034", "110006", "grantedFingerprintPin", "Access granted: fingerprint and PIN"],
  ["80072", "110008", "grantedFaceFingerprint", "Access granted: face and fingerprint"],
  ["80075", "110009", "grantedFacePin", "Access granted: face and PIN"],
  ["80078", "110010", "grantedFaceCard", "Access granted: face and card"],
  ["80081", "110011", "grantedFacePinFingerprint", "Access granted: face, PIN and fingerprint"],
  ["80084", "110012", "grantedFaceCardFingerprint", "Access granted: face, card and fingerprint"],
  ["80093", "110013", "grantedFace", "Access granted: face"],
  ["80147", "110018", "grantedCombined", "Access granted: combined credentials"],
  ["100344", "110020", "grantedPassword", "Access granted: password"],
  ["100620", "110022", "grantedBluetooth", "Access granted: Bluetooth"],
  ["100571", "110023", "grantedQrCode", "Access granted: QR code"],
  ["80273", "110024", "grantedKeyfob", "Access granted: key fob"],
];

const DENIED: readonly Row[] = [
  ["80008", "110501", "cardEncryptionFailed", "Access denied: card encryption not confirmed"],
  ["80009", "110502", "cardAttemptsExceeded", "Access denied: too many card attempts"],
  ["80016", "110505", "cardExpired", "Access denied: card expired"],
  ["80017", "110506", "timedOutCardPin", "Access timed out: card and PIN"],
  ["80018", "110507", "deniedDoorLocked", "Access denied: door kept locked or inactive"],
  ["80020", "110509", "deniedCardPin", "Access denied: card and PIN"],
  ["80022", "110510", "timedOutCardFingerprintPin", "Access timed out: card, fingerprint and PIN"],
  ["80023", "110511", "deniedCardFingerprintPin", "Access denied: card, fingerprint and PIN"],
  ["80024", "110512", "deniedCardFingerprint", "Access denied: card and fingerprint"],
  ["80026", "110513", "timedOutCardFingerprint", "Access timed out: card and fingerprint"],
  ["80027", "110514", "noAccessLevel", "Access denied: no access level"],
  ["80028", "110515", "cardUnknown", "Access denied: unknown card"],
  ["80029", "110516", "outsideSchedule", "Access denied: outside the permitted time"],
  ["80030", "110517", "fingerprintUnknown", "Access denied: unknown fingerprint"],
  ["80031", "110518", "deniedFingerprint", "Access denied: fingerprint"],
  ["80033", "110519", "deniedFingerprintPin", "Access denied: fingerprint and PIN"],
  ["80035", "110520", "timedOutFingerprintPin", "Access timed out: fingerprint and PIN"],
  ["80073", "110521", "deniedFaceFingerprint", "Access denied: face and fingerprint"],
  ["80074", "110522", "timedOutFaceFingerprint", "Access timed out: face and fingerprint"],
  ["80076", "110523", "deniedFacePin", "Access denied: face and PIN"],
  ["80077", "110524", "timedOutFacePin", "Access timed out: face and PIN"],
  ["80079", "110525", "deniedFaceCard", "Access denied: face and card"],
  ["80080", "110526", "timedOutFaceCard", "Access timed out: face and card"],
  ["80082", "110527", "deniedFacePinFingerprint", "Access denied: face, PIN and fingerprint"],
  ["80083", "110528", "timedOutFacePinFingerprint", "Access timed out: face, PIN and fingerprint"],
  ["80085", "110529", "deniedFaceCardFingerprint", "Access denied: face, card and fingerprint"],
  ["80086", "110530", "timedOutFaceCardFingerprint", "Access timed out: face, card and fingerprint"],
  ["80094", "110531", "deniedFace", "Access denied: face"],
  ["80099", "110533", "notALivingFace", "Access denied: face not confirmed as living"],
  ["80148", "110545", "timedOutCombined", "Access timed out: combined credentials"],
  ["80152", "110546", "m1CardInvalid", "Access denied: invalid M1 card"],
  ["80153", "110547", "cpuCardEncryptionFailed", "Access denied: CPU card encryption not confirmed"],
  ["80154", "110548", "nfcDisabled", "Access denied: reader does not take NFC cards"],
  ["80155", "110549", "emCardsDisabled", "Access denied: reader does not take EM cards"],
  ["80156", "110550", "m1CardsDisabled", "Access denied: reader does not take M1 cards"],
  ["80157", "110551", "cpuCardsDisabled", "Access denied: reader does not take CPU cards"],
  ["80173", "110552", "wrongAuthenticationMode", "Access denied: another kind of credential is required"],
  [null, "110554", "cardPasswordAttemptsExceeded", "Access denied: too many card and password attempts"],
  ["80263", "110555", "passwordWrong", "Access denied: wrong password"],
  ["80264", "110556", "employeeIdUnknown", "Access denied: unknown employee ID"],
  [null, "110557", "scheduledSleep", "Access denied: door is in its scheduled sleep"],
  ["100345", "110559", "desfireEncryptionFailed", "Access denied: DESFire card encryption not confirmed"],
  ["100346", "110560", "personAbsent", "Access denied: person marked absent"],
  ["100348", "110561", "abnormalFeatures", "Access denied: mask missing or body temperature out of range"],
  ["100621", "110564", "deniedBluetooth", "Access denied: Bluetooth"],
  ["100572", "110565", "deniedQrCode", "Access denied: QR code"],
  ["100574", "110566", "qrCodeKeyFailed", "Access denied: key of the QR code not confirmed"],
  ["80274", "110567", "deniedKeyfob", "Access denied: key fob"],
];

const OTHER: readonly Row[] = [
  ["80036", "110007", "duress", "Duress at the door"],
  [null, "110019", "temperatureMeasured", "Body temperature measured"],
];

const FAMILIES = [
  ["accessGranted", GRANTED],
  ["accessDenied", DENIED],
  ["access", OTHER],
] as const;

/** Door events by their codes of one list: 0 for alarm types (A.1.4), 1 for messages (A.1.7). */
export function accessEvents(list: 0 | 1) {
  return FAMILIES.flatMap(([category, rows]) =>
    rows.flatMap((row) => {
      const [code, key, label] = [row[list], row[2], row[3]];
      return code === null ? [] : [[code, { key, label, category }] as const];
    }),
  );
}
