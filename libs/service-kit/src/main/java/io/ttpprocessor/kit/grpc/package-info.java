/**
 * gRPC as every service here uses it: limits set, health and reflection on, flow control obeyed.
 *
 * <p>A service's own calls (generated from {@code protos}) are plugged into {@link
 * io.ttpprocessor.kit.grpc.GrpcServer}; clients connect through {@link
 * io.ttpprocessor.kit.grpc.GrpcChannels}.
 */
package io.ttpprocessor.kit.grpc;
