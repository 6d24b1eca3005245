package org.mikey4j.cli.view;

import java.util.Optional;
import org.mikey4j.message.registry.CacheIndicator;
import org.mikey4j.message.registry.CertType;
import org.mikey4j.message.registry.CsIdMapType;
import org.mikey4j.message.registry.DataType;
import org.mikey4j.message.registry.DhGroupId;
import org.mikey4j.message.registry.EccCurve;
import org.mikey4j.message.registry.EncrAlg;
import org.mikey4j.message.registry.ErrorNo;
import org.mikey4j.message.registry.GeneralExtensionType;
import org.mikey4j.message.registry.HashFunc;
import org.mikey4j.message.registry.IdRole;
import org.mikey4j.message.registry.IdScheme;
import org.mikey4j.message.registry.IdType;
import org.mikey4j.message.registry.KeyDataType;
import org.mikey4j.message.registry.KvType;
import org.mikey4j.message.registry.MacAlg;
import org.mikey4j.message.registry.PayloadType;
import org.mikey4j.message.registry.PrfFunc;
import org.mikey4j.message.registry.ProtType;
import org.mikey4j.message.registry.RandRole;
import org.mikey4j.message.registry.Registry;
import org.mikey4j.message.registry.SType;
import org.mikey4j.message.registry.SakkeParams;
import org.mikey4j.message.registry.SkType;
import org.mikey4j.message.registry.TicketType;
import org.mikey4j.message.registry.TsRole;
import org.mikey4j.message.registry.TsType;

/** Which registry names the values of a field. */
final class FieldRegistry {
    private FieldRegistry() {}

    /** The registry of the field with this name in the layout; the names are unambiguous across payloads. */
    static Optional<Registry> of(String field) {
        return switch (field) {
            case "nextPayload" -> Optional.of(PayloadType.REGISTRY);
            case "dataType" -> Optional.of(DataType.REGISTRY);
            case "prfFunc" -> Optional.of(PrfFunc.REGISTRY);
            case "csIdMapType" -> Optional.of(CsIdMapType.REGISTRY);
            case "encrAlg" -> Optional.of(EncrAlg.REGISTRY);
            case "macAlg", "authAlg" -> Optional.of(MacAlg.REGISTRY);
            case "tsType" -> Optional.of(TsType.REGISTRY);
            case "tsRole" -> Optional.of(TsRole.REGISTRY);
            case "idType" -> Optional.of(IdType.REGISTRY);
            case "idRole" -> Optional.of(IdRole.REGISTRY);
            case "idScheme" -> Optional.of(IdScheme.REGISTRY);
            case "certType" -> Optional.of(CertType.REGISTRY);
            case "hashFunc" -> Optional.of(HashFunc.REGISTRY);
            case "protType" -> Optional.of(ProtType.REGISTRY);
            case "errorNo" -> Optional.of(ErrorNo.REGISTRY);
            case "randRole" -> Optional.of(RandRole.REGISTRY);
            case "keyType" -> Optional.of(KeyDataType.REGISTRY);
            case "kv" -> Optional.of(KvType.REGISTRY);
            case "extensionType" -> Optional.of(GeneralExtensionType.REGISTRY);
            case "dhGroup" -> Optional.of(DhGroupId.REGISTRY);
            case "sType" -> Optional.of(SType.REGISTRY);
            case "c" -> Optional.of(CacheIndicator.REGISTRY);
            case "eccCurve" -> Optional.of(EccCurve.REGISTRY);
            case "sakkeParams" -> Optional.of(SakkeParams.REGISTRY);
            case "skType" -> Optional.of(SkType.REGISTRY);
            case "ticketType" -> Optional.of(TicketType.REGISTRY);
            default -> Optional.empty();
        };
    }
}
