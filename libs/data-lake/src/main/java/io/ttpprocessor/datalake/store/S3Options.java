package io.ttpprocessor.datalake.store;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How a bucket of S3, or of a store that speaks as S3 does, is reached.
 *
 * @param place bucket and folder
 * @param region the bucket's region
 * @param endpoint another server than AWS's own, if given
 * @param pathStyle whether the bucket's name goes into the path instead of the host's name
 * @param credentials what requests are signed with
 * @param timeouts how long an answer is waited for
 */
public record S3Options(
    BucketPath place,
    String region,
    Optional<URI> endpoint,
    boolean pathStyle,
    AwsCredentialsProvider credentials,
    StoreTimeouts timeouts) {}
