/** The types that a TypeScript client of the API is written against, as openapi-typescript makes them of its document. */
import openapiTypescript, { astToString } from 'openapi-typescript';
import { openApiDocument } from '../../api/document.ts';
import { endpoints } from '../../api/endpoints.ts';

const head =
  '/** What the API takes and answers, made of its document by `node docs/generate.ts`: not written by hand. */\n';

export async function clientTypes(): Promise<string> {
  const document = JSON.stringify(openApiDocument(endpoints, '0.0.0'));
  return head + astToString(await openapiTypescript(document));
}
