const numbered = (name: string, most: number): string[] => Array.from({ length: most }, (_, n) => `${name}${n + 1}`);

/** The members of a callback's `conversion`, in their order, as the platform documents them. G§5.2. */
export const CONVERSION_FIELDS: readonly string[] = [
  ...['status', 'rejectionReason', 'userCompletedAt', 'isRewardSent', 'viewId', 'clickId', 'conversionId', 'offerId'],
  ...['offerName', 'offerAdvertiserId', 'offerEventId', 'offerAdvertiserName', 'offerCategoryId', 'offerCategoryName'],
  ...['offerCountryId', 'offerCountryCode2', 'offerCountryCode3', 'eventId', 'eventName', 'rewardPoints', 'revenue'],
  ...[
    'pubMemberId',
    'pubClickId',
    'pubSessionId',
    'pubGender',
    'pubAge',
    'pubGeoCountry',
    'pubGeoState',
    'pubPostalCode',
  ],
  ...numbered('pubSub', 15),
  ...[
    'pubDevice',
    'trackSysEventId',
    'trackSysConversionId',
    'trackSysConversionAmount',
    'trackSysConversionIpAddress',
  ],
  ...['trackSysConversionEmail', 'trackSysConversionUserId'],
  ...numbered('trackSysConversionSub', 5),
  ...['sequenceNumber', 'partnerId', 'partnerName', 'createdAt', 'clickTime'],
];
