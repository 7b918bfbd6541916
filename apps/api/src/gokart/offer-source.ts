/** All offers are of this platform: G§1.2. */
export const OUR_SOURCE = 'GoKart';
