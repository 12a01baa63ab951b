/** Names for the shapes of the server's API, taken by path so that they follow the generated file. */
import type { paths } from '../generated/api';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Post<P extends keyof paths> = paths[P] extends { post: infer Operation } ? Operation : never;
type Body<P extends keyof paths> = Post<P> extends { requestBody?: infer R } ? Json<NonNullable<R>> : never;
type Answer<P extends keyof paths, Code extends number> =
  Post<P> extends { responses: infer R } ? (Code extends keyof R ? Json<R[Code]> : never) : never;

export type CheckRequest = Body<'/v1/check'>;
export type CheckResponse = Answer<'/v1/check', 200>;
export type ReportRequest = Body<'/v1/reports'>;
export type PageFacts = NonNullable<CheckRequest['page']>;
export type FormFacts = NonNullable<PageFacts['forms']>[number];
export type FieldFacts = NonNullable<FormFacts['fields']>[number];
export type MessageFacts = NonNullable<CheckRequest['message']>;
export type Level = CheckResponse['level'];
export type AgeStatus = NonNullable<CheckResponse['domain_age']>['status'];
