/** True in the test builds only; esbuild removes what stands behind it elsewhere. */
declare const __TEST__: boolean;
