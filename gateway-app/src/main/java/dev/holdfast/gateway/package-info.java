/** The only public door. Routes are in nacos-config/gateway-app.yaml; here is what a route cannot say. */
package dev.holdfast.gateway;
