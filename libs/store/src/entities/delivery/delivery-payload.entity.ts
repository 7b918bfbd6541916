import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a delivery carries: the callback's `conversion` object, or a postback's macro values, as JSON text. */
@Entity('delivery_payloads')
export class DeliveryPayloadEntity {
  @PrimaryColumn('uuid')
  deliveryId: string;

  @Column('text')
  payload: string;
}
