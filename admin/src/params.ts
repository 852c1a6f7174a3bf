import { defineParams } from '@sveltejs/kit/params';

/** What a part of an address must look like; anything else is not found. */
export const params = defineParams({
  uuid: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined),
});
