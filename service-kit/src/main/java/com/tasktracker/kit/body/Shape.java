package com.tasktracker.kit.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tasktracker.kit.problem.Fault.Code;
import com.tasktracker.kit.problem.Faults;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a body record accepts, worked out once from its components.
public final class Shape<T> {

    private static final Set<String> OF_EVERY_RESOURCE =
            Set.of("id", "created_at", "updated_at", "created_by", "version");
    private static final ClassValue<Shape<?>> SHAPES = new ClassValue<>() {
        @Override
        protected Shape<?> computeValue(Class<?> type) {
            return new Shape<>(type);
        }
    };

    /// @param name in snake_case
    /// @param isChange whether the component is a [Change]
    record Member(String name, Rule rule, boolean isRequired, boolean isChange) {}

    private final List<Member> members;
    private final Map<String, Member> byName;
    private final Set<String> readOnly;
    private final Set<String> secrets;
    private final boolean mayBeAbsent;
    private final MethodHandle constructor;

    private Shape(Class<?> type) {
        if (!type.isRecord() || !Body.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(type + " must be a record and a Body");
        }
        RecordComponent[] components = type.getRecordComponents();
        this.members = Arrays.stream(components).map(Shape::member).toList();
        this.byName = members.stream().collect(Collectors.toUnmodifiableMap(Member::name, member -> member));
        ReadOnly more = type.getAnnotation(ReadOnly.class);
        Set<String> shown = new HashSet<>(OF_EVERY_RESOURCE);
        shown.addAll(more == null ? List.of() : List.of(more.value()));
        this.readOnly = Set.copyOf(shown);
        this.secrets = Arrays.stream(components)
                .filter(component -> component.isAnnotationPresent(Secret.class))
                .map(Shape::nameOf)
                .collect(Collectors.toUnmodifiableSet());
        this.mayBeAbsent = type.isAnnotationPresent(MayBeAbsent.class);
        this.constructor = constructor(type, components);
    }

    @SuppressWarnings("unchecked")
    public static <T> Shape<T> of(Class<T> type) {
        return (Shape<T>) SHAPES.get(type);
    }

    private static Member member(RecordComponent component) {
        Type type = component.getGenericType();
        Optional<Type> changed = Rule.argument(type, Change.class);
        return new Member(
                nameOf(component),
                Rule.of(changed.orElse(type), component),
                component.isAnnotationPresent(Required.class),
                changed.isPresent());
    }

    private static String nameOf(RecordComponent component) {
        return SnakeCaseStrategy.INSTANCE.translate(component.getName());
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(constructor)
                    .asSpreader(Object[].class, components.length)
                    .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no constructor of " + type, e);
        }
    }

    public boolean mayBeAbsent() {
        return mayBeAbsent;
    }

    public boolean hasSecrets() {
        return !secrets.isEmpty();
    }

    /// The object without the members that are [Secret].
    public ObjectNode withoutSecrets(ObjectNode object) {
        return object.deepCopy().without(secrets);
    }

    List<Member> members() {
        return members;
    }

    /// Members that the resource shows but that may not be set here, in order.
    List<String> readOnly() {
        return readOnly.stream()
                .filter(name -> !byName.containsKey(name))
                .sorted()
                .toList();
    }

    /// Reads an object whose place in the body is `path` (empty for the body itself). Adds all that is wrong to
    /// `faults`; where it added anything, the answer is `null`.
    public @Nullable T bind(JsonNode node, String path, Faults faults) {
        int before = faults.size();
        if (!(node instanceof ObjectNode object)) {
            faults.add(path, Code.WRONG_TYPE, "must be an object");
            return null;
        }
        refuseStrangers(object, path, faults);
        List<@Nullable Object> values = new ArrayList<>(members.size());
        for (Member member : members) {
            values.add(value(member, object.get(member.name()), at(path, member.name()), faults));
        }
        return faults.size() > before ? null : construct(values);
    }

    private void refuseStrangers(ObjectNode object, String path, Faults faults) {
        object.fieldNames().forEachRemaining(name -> {
            if (!byName.containsKey(name)) {
                boolean known = readOnly.contains(name);
                faults.add(
                        at(path, name),
                        known ? Code.READ_ONLY : Code.UNKNOWN,
                        known ? "may not be set" : "is not a member that is known here");
            }
        });
    }

    private static @Nullable Object value(Member member, @Nullable JsonNode node, String path, Faults faults) {
        if (node == null) {
            if (member.isRequired && !member.isChange) {
                faults.add(path, Code.REQUIRED, "is required");
            }
            return member.isChange ? Change.absent() : null;
        }
        if (node.isNull()) {
            if (member.isRequired) {
                faults.add(path, Code.REQUIRED, "is required and may not be null");
            }
            return member.isChange ? Change.to(null) : null;
        }
        Object value = member.rule.read(node, path, faults);
        return member.isChange ? Change.to(value) : value;
    }

    @SuppressWarnings("unchecked")
    private T construct(List<@Nullable Object> values) {
        try {
            return (T) constructor.invokeExact(values.toArray());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
