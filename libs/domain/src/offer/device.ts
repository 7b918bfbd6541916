/** Devices that an offer may be meant for, and that `pub_device` names. G§1.2. */
export const DEVICES = ['IOS', 'Android', 'MacOS', 'Browser', 'All'] as const;
