package dev.holdfast.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxHeaderSize names and values of all headers together
 * @param maxBodySize as announced; order-app counts what is not announced
 */
@ConfigurationProperties("holdfast.gateway")
record FrontDoorSettings(@DefaultValue("8KB") DataSize maxHeaderSize, @DefaultValue("64KB") DataSize maxBodySize) {}
