export * from '../http/field-rules';
